with

reviews as (
    select *, coalesce(household_no, person_id, row_uid) as home_key
    from {{ ref('int_household__household_reviews') }}
),

-- Who died, or gave the benefit up in writing, has nothing to appeal against.
exits as (
    select
        *,
        {{ days_between('publicised_on', 'publicised_to') }} + 1 as days_on_notice
    from reviews
    where
        decision = 'exit'
        and not coalesce({{ fits('reason', "'死亡|去世|书面.*放弃'") }}, false)
),

ranked as (
    select *, row_number() over (partition by home_key, visited_on order by row_uid) as place
    from exits
    where coalesce(days_on_notice, 0) < {{ parameter('notice_days') }}
),

final as (
    select
        'H01.7' as indicator_id,
        'household' as subject_type,
        home_key as subject_id,
        org_id,
        visited_on as period_start,
        coalesce(publicised_to, effective_month) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'visited_on': 'visited_on',
            'reason': 'reason',
            'publicised_on': 'publicised_on',
            'publicised_to': 'publicised_to',
            'effective_month': 'effective_month'
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
