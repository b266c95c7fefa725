with

measures as (select * from {{ ref('int_measures__weekly') }}),

tasks as (select * from {{ ref('fct_task_week') }}),

-- A measure counts where its task is listed, so that measures and tasks add up to the same money.
final as (
    select
        measures.week_id,
        measures.measure_id,
        measures.task_id,
        measures.task_no,
        measures.measure_no,
        measures.measure,
        measures.deliverable,
        measures.lead_unit,
        measures.org_id,
        measures.owner,
        measures.due_on,
        measures.due_kind,
        measures.started_on,
        measures.is_premature,
        measures.status,
        measures.progress,
        measures.reported_on,
        measures.is_declared,
        measures.evidence_items,
        measures.evidence_items > 0 as is_evidenced,
        measures.recovered_cny,
        measures.people_held,
        measures.row_uid,
        measures.progress_row_uid
    from measures
    inner join tasks on measures.week_id = tasks.week_id and measures.task_id = tasks.task_id
)

select * from final
