with

trips as (
    select *
    from {{ ref('fct_vehicle_trip_week') }}
    where is_since_platform
),

final as (
    {{ metric_rows('platform_trip_rate', 'trips', count_where('is_in_platform'), 'count(*)') }}
)

select * from final
