with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('closed_unchecked', 'tasks', count_where('is_closed_unchecked')) }}
)

select * from final
