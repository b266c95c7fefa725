with

instalments as (select * from {{ ref('fct_repayment_week') }}),

final as (
    {{ metric_rows('entrusted_repaid_cny', 'instalments', 'coalesce(sum(paid_cny), 0)') }}
)

select * from final
