with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ metric_rows('long_term_share', 'tasks', count_where('is_long_term'), 'count(*)') }}
)

select * from final
