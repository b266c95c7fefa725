with

loads as (select * from {{ ref('stg_landing__loads') }}),

final as (select * from loads)

select * from final
