with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('closed_without_evidence', 'tasks', count_where('is_closed_without_evidence')) }}
)

select * from final
