with

holidays as (
    select
        week_id,
        cast(null as varchar) as org_id,
        is_visited
    from {{ ref('fct_holiday_visit_week') }}
),

final as (
    {{ metric_rows('holidays_visited_rate', 'holidays', count_where('is_visited'), 'count(*)') }}
)

select * from final
