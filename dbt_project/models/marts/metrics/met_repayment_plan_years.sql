with

instalments as (
    select *
    from {{ ref('fct_repayment_week') }}
    where is_ahead
),

final as (
    {{
        metric_rows(
            'repayment_plan_years', 'instalments',
            count_where('is_first_of_year'),
            'sum(case when is_last_instalment then 1 else 0 end)'
        )
    }}
)

select * from final
