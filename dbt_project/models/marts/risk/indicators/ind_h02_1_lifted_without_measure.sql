with

homes as (select * from {{ ref('int_poverty_households__registered') }}),

measures as (select distinct household_no from {{ ref('int_household__poverty_measures') }}),

final as (
    select
        'H02.1' as indicator_id,
        'household' as subject_type,
        homes.household_no as subject_id,
        homes.org_id,
        homes.status_on as period_start,
        cast(null as date) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['homes.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'homes.householder_name_masked',
            'household_no': 'homes.household_no',
            'village': 'homes.village',
            'registered_on': 'homes.registered_on',
            'status': 'homes.status',
            'status_on': 'homes.status_on'
        }) }} as detail
    from homes
    left join measures on homes.household_no = measures.household_no
    where
        homes.is_last
        and homes.status in ('lifted', 'removed')
        and measures.household_no is null
        and not coalesce({{ fits('homes.note', "'务工'") }}, false)
)

select * from final
