with

measures as (select * from {{ ref('int_measures__weekly') }}),

final as (
    select
        week_id,
        measure_id,
        task_id,
        task_no,
        measure_no,
        measure,
        deliverable,
        lead_unit,
        org_id,
        owner,
        due_on,
        due_kind,
        status,
        progress,
        reported_on,
        is_declared,
        evidence_items,
        evidence_items > 0 as is_evidenced,
        recovered_cny,
        people_held,
        row_uid,
        progress_row_uid
    from measures
)

select * from final
