with

checks as (select * from {{ ref('fct_allowance_self_check_week') }}),

final as (
    {{ metric_rows('allowance_refund_rate', 'checks', 'coalesce(sum(refunded_cny), 0)', 'sum(owed_cny)') }}
)

select * from final
