with

budgets as (
    select *
    from {{ ref('fct_expense_budget_week') }}
    where is_of_this_year
),

final as (
    {{ metric_rows('expense_budget_use_rate', 'budgets', 'coalesce(sum(spent_cny), 0)', 'sum(budget_cny)') }}
)

select * from final
