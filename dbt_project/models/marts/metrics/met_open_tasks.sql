with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('open_tasks', 'tasks', count_where('not is_verified')) }}
)

select * from final
