with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('tasks_without_measures', 'tasks', count_where("measures = 0")) }}
)

select * from final
