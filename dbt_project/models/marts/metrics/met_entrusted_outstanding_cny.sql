with

instalments as (select * from {{ ref('fct_repayment_week') }}),

final as (
    {{
        metric_rows(
            'entrusted_outstanding_cny', 'instalments',
            'coalesce(sum(principal_cny - paid_cny), 0)'
        )
    }}
)

select * from final
