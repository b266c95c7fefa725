with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('overdue_over_30_days', 'tasks', count_where('days_overdue > 30')) }}
)

select * from final
