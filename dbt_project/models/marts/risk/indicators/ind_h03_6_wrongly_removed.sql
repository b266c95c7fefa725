with

homes as (
    select *
    from {{ ref('int_poverty_households__registered') }}
    where is_last and status = 'removed'
),

monitoring as (
    select *
    from {{ ref('int_poverty_monitoring__followed') }}
    where is_last and per_capita_income_cny < {{ parameter('poverty_line_cny') }}
),

-- A household struck off for what it owns leaves whatever its income.
struck_off as (
    select distinct household_no
    from {{ ref('int_household__match_hits') }}
    where verdict = 'removed'
),

final as (
    select
        'H03.6' as indicator_id,
        'household' as subject_type,
        homes.household_no as subject_id,
        homes.org_id,
        homes.status_on as period_start,
        cast(null as date) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['homes.row_uid', 'monitoring.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'homes.householder_name_masked',
            'household_no': 'homes.household_no',
            'village': 'homes.village',
            'removed_on': 'homes.status_on',
            'period_from': 'monitoring.period_from',
            'period_to': 'monitoring.period_to',
            'income': 'monitoring.per_capita_income_cny',
            'line': parameter('poverty_line_cny')
        }) }} as detail
    from homes
    inner join monitoring on homes.household_no = monitoring.household_no
    left join struck_off on homes.household_no = struck_off.household_no
    where struck_off.household_no is null
)

select * from final
