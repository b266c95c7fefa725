with

expenses as (select * from {{ ref('fct_village_expense_week') }}),

final as (
    {{
        metric_rows(
            'white_slip_share', 'expenses',
            'coalesce(sum(case when is_white_slip then amount_cny end), 0)',
            'sum(amount_cny)'
        )
    }}
)

select * from final
