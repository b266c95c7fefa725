with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('unreadable_deadlines', 'tasks', count_where('has_no_readable_deadline')) }}
)

select * from final
