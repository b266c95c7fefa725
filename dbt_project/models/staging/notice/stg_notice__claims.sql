with

source as (select * from {{ source('notice', 'claims') }}),

renamed as (
    select
        _row_uid as row_uid,
        _load_id as load_id,
        claim_id,
        item_no,
        kind,
        quote,
        value,
        unit,
        start_on,
        end_on,
        span_start,
        span_end,
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
