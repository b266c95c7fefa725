with

rejects as (select * from {{ ref('stg_landing__rejects') }}),

final as (select * from rejects)

select * from final
