with

closings as (select * from {{ ref('fct_closing_week') }} where is_looked_back),

final as (
    {{ metric_rows('mean_lookback_lag_days', 'closings', 'sum(lookback_lag_days)', 'count(*)') }}
)

select * from final
