with

payments as (select * from {{ ref('fct_allowance_payment_week') }}),

final as (
    {{ metric_rows('allowance_over_cap_cny', 'payments', 'coalesce(sum(over_cap_cny), 0)') }}
)

select * from final
