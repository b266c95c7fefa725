with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

tasks as (
    select task_id
    from {{ ref('int_tasks__weekly') }}
    where week_id in (select week_id from weeks)
),

measures as (select * from {{ ref('int_measures__weekly') }} where is_current),

progress as (select * from {{ ref('int_progress__weekly') }} where is_current),

events as (select * from {{ ref('int_closure_events__weekly') }} where is_current),

evidence as (select * from {{ ref('int_evidence__weekly') }} where is_current),

delivered as (
    select dataset, row_uid, task_id, {{ as_text('null') }} as measure_id from measures
    union all
    select dataset, row_uid, task_id, measure_id from progress
    union all
    select dataset, row_uid, task_id, {{ as_text('null') }} as measure_id from events
    union all
    select 'ledger.evidence' as dataset, row_uid, task_id, measure_id from evidence
),

final as (
    select
        delivered.dataset,
        delivered.row_uid,
        delivered.task_id,
        delivered.measure_id,
        case when tasks.task_id is null then 'task_not_listed' else 'measure_not_listed' end as reason
    from delivered
    left join tasks on delivered.task_id = tasks.task_id
    left join measures on delivered.measure_id = measures.measure_id
    where tasks.task_id is null or (delivered.measure_id is not null and measures.measure_id is null)
)

select * from final
