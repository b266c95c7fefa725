with

points as (select * from {{ ref('fct_risk_point_week') }}),

final as (
    {{ metric_rows('risk_points_controlled_rate', 'points', count_where('is_controlled'), 'count(*)') }}
)

select * from final
