with

source as (select * from {{ source('landing', 'person_links') }}),

renamed as (
    select
        row_uid,
        role,
        person_token,
        probability,
        explanation
    from source
)

select * from renamed
