with

income as (select * from {{ ref('fct_project_income_week') }}),

final as (
    {{
        metric_rows(
            'project_yield_rate', 'income',
            'coalesce(sum(received_cny), 0)',
            'sum(coalesce(fund_cny, 0))'
        )
    }}
)

select * from final
