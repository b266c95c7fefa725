with

source_rows as (select * from {{ ref('int_source_rows__unioned') }}),

final as (
    select
        row_uid,
        dataset,
        load_id,
        sheet,
        sheet_row as row,
        as_of,
        row_values,
        stated,
        exceptions
    from source_rows
)

select * from final
