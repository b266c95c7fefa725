with

closings as (select * from {{ ref('fct_closing_week') }} where is_looked_back),

final as (
    {{ metric_rows('rebound_rate', 'closings', count_where('is_rebounded'), 'count(*)') }}
)

select * from final
