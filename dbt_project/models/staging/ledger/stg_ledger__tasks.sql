with

source as (select * from {{ source('ledger', 'tasks') }}),

renamed as (
    select
        _row_uid as row_uid,
        _load_id as load_id,
        round_code,
        task_no,
        section,
        subsection,
        problem,
        requirement,
        lead_unit,
        co_units,
        leader,
        owner,
        due_on,
        due_kind,
        rectification_type,
        note,
        _sheet as sheet,
        _row as sheet_row,
        _as_of as as_of,
        _revision as revision,
        _unit as reporting_unit,
        _defects as defects,
        _cells as cells
    from source
)

select * from renamed
