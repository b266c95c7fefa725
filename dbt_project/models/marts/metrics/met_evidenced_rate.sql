with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('evidenced_rate', 'tasks', count_where('is_evidenced'), 'count(*)') }}
)

select * from final
