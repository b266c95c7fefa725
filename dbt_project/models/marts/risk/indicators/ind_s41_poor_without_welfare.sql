with

members as (select * from {{ ref('int_household__poverty_households') }}),

homes as (
    select *
    from {{ ref('int_poverty_households__registered') }}
    where is_last and coalesce(status, 'registered') <> 'removed'
),

monitoring as (select * from {{ ref('int_poverty_monitoring__followed') }} where is_last),

standards as (select * from {{ ref('int_reference__benefit_standards') }}),

listed as (select person_id from {{ ref('int_households__listed') }} where roll = 'welfare'),

-- The lowest line in force, so that nobody is held to the line of a town.
lines as (
    select min(income_line_cny) as line_cny
    from standards
    where
        scheme = 'minimum_living'
        and {{ known_until() }} between valid_from and coalesce(valid_to, {{ known_until() }})
),

-- Nobody able to work, and nobody of the household on the roll under whatever number.
unable as (
    select members.household_no, members.registered_on
    from members
    left join listed on members.person_id = listed.person_id
    group by members.household_no, members.registered_on
    having
        {{ count_where("members.labour in ('full', 'skilled')") }} = 0
        and count(members.labour) > 0
        and count(listed.person_id) = 0
),

final as (
    select
        'S41' as indicator_id,
        'household' as subject_type,
        homes.household_no as subject_id,
        homes.org_id,
        homes.registered_on as period_start,
        monitoring.period_to as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['homes.row_uid', 'monitoring.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'homes.householder_name_masked',
            'household_no': 'homes.household_no',
            'village': 'homes.village',
            'cause': 'homes.cause',
            'period_from': 'monitoring.period_from',
            'period_to': 'monitoring.period_to',
            'income': 'monitoring.per_capita_income_cny',
            'line': 'lines.line_cny'
        }) }} as detail
    from homes
    inner join unable
        on
            homes.household_no = unable.household_no
            and homes.registered_on is not distinct from unable.registered_on
    inner join monitoring on homes.household_no = monitoring.household_no
    inner join lines on monitoring.per_capita_income_cny < lines.line_cny
)

select * from final
