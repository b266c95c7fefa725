with

tasks as (select * from {{ ref('fct_task_week') }} where not is_long_term),

final as (
    {{ metric_rows('completion_rate_excluding_long_term', 'tasks', count_where('is_verified'), 'count(*)') }}
)

select * from final
