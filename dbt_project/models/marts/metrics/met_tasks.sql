with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('tasks', 'tasks', 'count(*)') }}
)

select * from final
