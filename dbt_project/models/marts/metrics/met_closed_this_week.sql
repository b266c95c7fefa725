with

tasks as (select * from {{ ref('fct_task_week') }}),

closings as (select * from {{ ref('fct_change') }} where entity = 'task' and change = 'closed'),

marked as (
    select
        tasks.week_id,
        tasks.org_id,
        closings.task_id is not null as is_closed_now
    from tasks
    left join closings on tasks.week_id = closings.week_id and tasks.task_id = closings.task_id
),

final as (
    {{ metric_rows('closed_this_week', 'marked', count_where('is_closed_now')) }}
)

select * from final
