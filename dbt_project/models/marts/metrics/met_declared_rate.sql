with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('declared_rate', 'tasks', count_where('is_declared'), 'count(*)') }}
)

select * from final
