with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('unreadable_deadlines', 'tasks', count_where("due_kind in ('unreadable', 'missing')")) }}
)

select * from final
