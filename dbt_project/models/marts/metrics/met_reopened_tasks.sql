with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('reopened_tasks', 'tasks', count_where("reopenings > 0")) }}
)

select * from final
