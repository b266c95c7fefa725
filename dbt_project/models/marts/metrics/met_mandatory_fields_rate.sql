with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('mandatory_fields_rate', 'tasks', count_where('has_mandatory_fields'), 'count(*)') }}
)

select * from final
