with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('tasks_without_measures', 'tasks', count_where('has_no_measures')) }}
)

select * from final
