with

closings as (select * from {{ ref('fct_closing_week') }} where is_looked_back is not null),

final as (
    {{ metric_rows('lookback_coverage', 'closings', count_where('is_looked_back'), 'count(*)') }}
)

select * from final
