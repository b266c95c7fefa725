with

projects as (select * from {{ ref('fct_investment_week') }}),

final as (
    {{ metric_rows('investments', 'projects', 'count(*)') }}
)

select * from final
