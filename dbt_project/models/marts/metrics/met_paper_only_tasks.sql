with

tasks as (select * from {{ ref('fct_task_signal_week') }}),

final as (
    {{ metric_rows('paper_only_tasks', 'tasks', count_where('is_paper_only')) }}
)

select * from final
