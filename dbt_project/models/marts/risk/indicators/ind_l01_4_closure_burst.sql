with

closings as (select * from {{ ref('int_closings__noted') }}),

-- A day of acceptance that was set beforehand is no burst, but its closings are closings of the unit.
dated as (
    select
        *,
        not coalesce({{ fits('note', "'集中验收'") }}, false) as is_ordinary,
        closed_on >= {{ add_days(known_until(), '-' ~ parameter('last_days')) }}
        and not coalesce({{ fits('note', "'集中验收'") }}, false) as is_last
    from closings
),

counted as (
    select
        *,
        count(*) over (partition by unit_key) as closings,
        sum(case when is_last then 1 else 0 end) over (partition by unit_key) as last_closings,
        sum(case when is_ordinary then 1 else 0 end) over (partition by unit_key, closed_on) as closings_of_day
    from dated
),

burst as (
    select *
    from counted
    where
        (
            is_last
            and last_closings >= {{ parameter('least_tasks') }}
            and last_closings >= {{ parameter('last_share') }} * closings
        )
        or (is_ordinary and closings_of_day >= {{ parameter('tasks_of_day') }})
),

final as (
    select
        'L01.4' as indicator_id,
        'organisation' as subject_type,
        unit_key as subject_id,
        max(org_id) as org_id,
        min(closed_on) as period_start,
        max(closed_on) as period_end,
        null as amount_cny,
        cast(count(*) as double) / max(closings) as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(lead_unit)',
            'first_on': 'min(closed_on)',
            'last_on': 'max(closed_on)',
            'tasks': 'count(*)',
            'closings': 'max(closings)',
            'share': 'cast(count(*) as double) / max(closings)'
        }) }} as detail
    from burst
    group by unit_key
)

select * from final
