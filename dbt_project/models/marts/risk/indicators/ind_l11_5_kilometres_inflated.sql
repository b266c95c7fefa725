with

-- Several places stand in one cell, separated by signs: the route knows the way to one only.
inflated as (
    select *, {{ as_date('departed_at') }} as departed_on
    from {{ ref('int_ledger__vehicle_trips') }}
    where
        route_km > 0
        and distance_km > route_km * {{ parameter('factor') }}
        and not {{ fits('destination', "'[、，,；;]'") }}
),

cars as (
    select
        plate_no,
        departed_on,
        min(org_id) as org_id,
        min(org_name) as org_name,
        {{ first_by('trip_no', 'departed_at') }} as trip_no,
        {{ first_by('destination', 'departed_at') }} as destination,
        {{ first_by('driver', 'departed_at') }} as driver,
        sum(distance_km) as driven_km,
        sum(route_km) as route_km,
        {{ gathered_rows('row_uid') }} as trip_rows
    from inflated
    group by plate_no, departed_on
),

final as (
    select
        'L11.5' as indicator_id,
        'vehicle' as subject_type,
        plate_no as subject_id,
        org_id,
        departed_on as period_start,
        departed_on as period_end,
        cast(null as decimal(18, 2)) as amount_cny,
        null as score,
        trip_rows as evidence,
        {{ detail({
            'subject': 'plate_no', 'unit': 'org_name', 'trip_no': 'trip_no', 'departed_on': 'departed_on',
            'destination': 'destination', 'driver': 'driver', 'driven': 'round(driven_km, 1)',
            'route': 'round(route_km, 1)'
        }) }} as detail
    from cars
)

select * from final
