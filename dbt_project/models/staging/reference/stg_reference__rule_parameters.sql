with

source as (select * from {{ source('reference', 'rule_parameters') }}),

renamed as (
    select
        _row_uid as row_uid,
        _load_id as load_id,
        parameter,
        value,
        valid_from,
        valid_to,
        approved_by,
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
