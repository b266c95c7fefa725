with

tasks as (select * from {{ ref('int_tasks__noted') }}),

promised as (select distinct task_id from {{ ref('int_measures__weekly') }} where is_current),

final as (
    select
        'L01.1' as indicator_id,
        'task' as subject_type,
        tasks.task_id as subject_id,
        tasks.org_id,
        tasks.begun_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['tasks.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'tasks.task_id',
            'problem': 'tasks.problem',
            'unit': 'tasks.lead_unit',
            'begun_on': 'tasks.begun_on'
        }) }} as detail
    from tasks
    left join promised on tasks.task_id = promised.task_id
    -- A task that is rectified together with another one has its measures there, and its remark names it.
    where promised.task_id is null and not coalesce({{ fits('tasks.note', "'合并整改'") }}, false)
)

select * from final
