with

payments as (select * from {{ ref('fct_large_payment_week') }}),

final as (
    {{ metric_rows('large_payments', 'payments', 'count(*)') }}
)

select * from final
