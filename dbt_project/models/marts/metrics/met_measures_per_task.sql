with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('measures_per_task', 'tasks', 'sum(measures)', 'count(*)') }}
)

select * from final
