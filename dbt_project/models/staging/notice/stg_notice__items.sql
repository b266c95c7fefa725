with

source as (select * from {{ source('notice', 'items') }}),

renamed as (
    select
        _row_uid as row_uid,
        _load_id as load_id,
        item_no,
        section_no,
        section,
        subsection,
        problem,
        measures_printed,
        is_inferred,
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
