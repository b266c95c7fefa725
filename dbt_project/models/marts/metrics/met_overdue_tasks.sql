with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('overdue_tasks', 'tasks', count_where("is_overdue")) }}
)

select * from final
