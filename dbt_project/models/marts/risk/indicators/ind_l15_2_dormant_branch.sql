with

branches as (
    select
        *,
        coalesce(last_activity_on, branch_founded_on) as last_seen_on
    from {{ ref('int_new_organisations__listed') }}
    where branch is not null and status = 'active'
),

final as (
    select
        'L15.2' as indicator_id,
        'firm' as subject_type,
        firm_id as subject_id,
        org_id,
        last_seen_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'branch',
            'street': 'org_name',
            'last_activity_on': 'last_activity_on',
            'days': days_between('last_seen_on', known_until())
        }) }} as detail
    from branches
    where {{ days_between('last_seen_on', known_until()) }} > {{ parameter('days') }}
)

select * from final
