with

source as (select * from {{ source('ledger', 'inspection_rounds') }}),

renamed as (
    select
        _row_uid as row_uid,
        _load_id as load_id,
        round_code,
        round_name,
        inspected_unit,
        team,
        started_on,
        ended_on,
        feedback_on,
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
