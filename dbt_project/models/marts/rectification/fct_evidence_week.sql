with

evidence as (select * from {{ ref('int_evidence__weekly') }}),

final as (
    select
        week_id,
        evidence_no,
        task_id,
        measure_id,
        title,
        kind,
        made_on,
        row_uid
    from evidence
)

select * from final
