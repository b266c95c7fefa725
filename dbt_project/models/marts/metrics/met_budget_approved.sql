with

lines as (select * from {{ ref('fct_budget_line_week') }}),

final as (
    {{
        metric_rows(
            'budget_approved', 'lines',
            count_where('is_approved and is_first_of_unit and is_of_this_year')
        )
    }}
)

select * from final
