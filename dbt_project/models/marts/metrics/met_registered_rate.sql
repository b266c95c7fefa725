with

tasks as (select * from {{ ref('fct_task_signal_week') }} where is_registered is not null),

final as (
    {{ metric_rows('registered_rate', 'tasks', count_where('is_registered'), 'count(*)') }}
)

select * from final
