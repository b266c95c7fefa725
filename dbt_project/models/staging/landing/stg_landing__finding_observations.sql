with

source as (select * from {{ source('landing', 'finding_observations') }}),

renamed as (
    select
        week_id,
        finding_id,
        indicator_id,
        subject_type,
        subject_id,
        org_id,
        period_start,
        period_end,
        amount_cny,
        score,
        evidence,
        detail
    from source
)

select * from renamed
