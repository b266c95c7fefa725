with

names as (select * from {{ ref('int_organisations__named') }} where is_current),

final as (
    select
        alias,
        org_id
    from names
)

select * from final
