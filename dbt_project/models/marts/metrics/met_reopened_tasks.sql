with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('reopened_tasks', 'tasks', count_where('was_reopened')) }}
)

select * from final
