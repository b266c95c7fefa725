with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('completion_rate', 'tasks', count_where('is_verified'), 'count(*)') }}
)

select * from final
