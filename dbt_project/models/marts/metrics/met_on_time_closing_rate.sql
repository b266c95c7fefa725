with

tasks as (select * from {{ ref('fct_task_signal_week') }} where is_closed_on_time is not null),

final as (
    {{ metric_rows('on_time_closing_rate', 'tasks', count_where('is_closed_on_time'), 'count(*)') }}
)

select * from final
