with

points as (select * from {{ ref('fct_risk_point_week') }}),

final as (
    {{ metric_rows('risk_points', 'points', 'count(*)') }}
)

select * from final
