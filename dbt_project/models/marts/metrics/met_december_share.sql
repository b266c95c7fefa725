with

claims as (
    select *
    from {{ ref('fct_expense_claim_week') }}
    where is_of_full_year
),

final as (
    {{
        metric_rows(
            'december_share', 'claims',
            'coalesce(sum(case when is_of_december then amount_cny end), 0)',
            'sum(amount_cny)'
        )
    }}
)

select * from final
