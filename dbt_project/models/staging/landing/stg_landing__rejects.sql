with

source as (select * from {{ source('landing', 'rejects') }}),

renamed as (
    select
        reject_id,
        load_id,
        dataset,
        file_name,
        file_sha256,
        sheet,
        row,
        cell,
        {{ quoted('column') }},
        rule,
        severity,
        message_zh,
        message_en,
        raw
    from source
)

select * from renamed
