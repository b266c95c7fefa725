with

ledger as (select * from {{ ref('int_rectification_ledger__placed') }}),

final as (
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        measure_no,
        measure,
        deliverable,
        lead_unit,
        owner,
        due_on,
        due_kind,
        started_on,
        sheet_row,
        as_of,
        revision
    from ledger
)

select * from final
