with

evidence as (select * from {{ ref('int_evidence__weekly') }}),

final as (
    select
        evidence_no,
        task_id,
        measure_id,
        title,
        kind,
        made_on,
        row_uid
    from evidence
    where is_current
)

select * from final
