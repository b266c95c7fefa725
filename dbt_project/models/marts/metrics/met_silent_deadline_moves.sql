with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('silent_deadline_moves', 'tasks', 'sum(silent_deadline_moves)') }}
)

select * from final
