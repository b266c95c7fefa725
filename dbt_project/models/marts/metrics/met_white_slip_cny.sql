with

expenses as (select * from {{ ref('fct_village_expense_week') }}),

final as (
    {{
        metric_rows(
            'white_slip_cny', 'expenses',
            'coalesce(sum(case when is_white_slip then amount_cny end), 0)'
        )
    }}
)

select * from final
