with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('closure_burst_tasks', 'tasks', count_where('is_in_closure_burst')) }}
)

select * from final
