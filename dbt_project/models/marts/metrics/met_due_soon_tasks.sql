with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('due_soon_tasks', 'tasks', count_where("is_due_soon")) }}
)

select * from final
