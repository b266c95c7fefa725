with

names as (select * from {{ ref('int_organisations__named') }}),

final as (
    select
        alias,
        org_id
    from names
)

select * from final
