with

source as (select * from {{ source('landing', 'loads') }}),

renamed as (
    select
        load_id,
        dataset,
        source,
        file_name,
        file_sha256,
        sheet,
        as_of,
        revision,
        unit,
        sender,
        series,
        delivery,
        scope,
        rows_read,
        rows_accepted,
        rows_rejected,
        contract_hash,
        header_map
    from source
)

select * from renamed
