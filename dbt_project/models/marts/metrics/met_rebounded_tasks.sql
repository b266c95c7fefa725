with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('rebounded_tasks', 'tasks', count_where('is_rebounded')) }}
)

select * from final
