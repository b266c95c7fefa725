with

payments as (
    select *
    from {{ ref('fct_large_payment_week') }}
    where not is_standing
),

final as (
    {{
        metric_rows(
            'large_payments_complete_rate', 'payments',
            count_where('has_form and has_all_steps and has_decision'),
            'count(*)'
        )
    }}
)

select * from final
