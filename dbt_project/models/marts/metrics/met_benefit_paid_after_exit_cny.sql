with

payments as (select * from {{ ref('fct_benefit_payment_week') }}),

final as (
    {{ metric_rows('benefit_paid_after_exit_cny', 'payments', 'coalesce(sum(after_exit_cny), 0)') }}
)

select * from final
