with

organisations as (
    select *
    from {{ ref('int_new_organisations__listed') }}
    where status in ('active', 'suspended')
),

final as (
    select
        'L15.1' as indicator_id,
        'firm' as subject_type,
        firm_id as subject_id,
        org_id,
        cast(null as date) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'organisation_name',
            'street': 'org_name',
            'members': 'full_member_count'
        }) }} as detail
    from organisations
    where
        full_member_count >= {{ parameter('least_members') }}
        and branch is null
        and branch_form <> 'joint'
)

select * from final
