with

tasks as (select * from {{ ref('fct_task_signal_week') }} where days_to_close is not null),

final as (
    {{ metric_rows('mean_days_to_close', 'tasks', 'sum(days_to_close)', 'count(*)') }}
)

select * from final
