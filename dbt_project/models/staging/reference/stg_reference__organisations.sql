with

source as (select * from {{ source('reference', 'organisations') }}),

renamed as (
    select
        _row_uid as row_uid,
        _load_id as load_id,
        org_code,
        name,
        aliases,
        kind,
        parent_code,
        valid_from,
        valid_to,
        merged_into,
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
