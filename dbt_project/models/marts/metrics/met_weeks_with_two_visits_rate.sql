with

weeks as (
    select
        week_id,
        cast(null as varchar) as org_id,
        has_enough_visits
    from {{ ref('fct_visit_week') }}
),

final as (
    {{ metric_rows('weeks_with_two_visits_rate', 'weeks', count_where('has_enough_visits'), 'count(*)') }}
)

select * from final
