with

-- Who is on duty needs no approval of a single trip; the roster stands in the remark only.
trips as (
    select *, {{ as_date('departed_at') }} as departed_on
    from {{ ref('int_ledger__vehicle_trips') }}
    where holiday_approval_no is null and not coalesce({{ fits('note', "'值班|备勤'") }}, false)
),

calendar as (select * from {{ ref('int_reference__calendar_days') }}),

off_days as (
    select trips.*, calendar.row_uid as day_row_uid
    from trips
    left join calendar on trips.departed_on = calendar.day_on
    where
        calendar.kind = 'holiday'
        or (calendar.kind is null and {{ iso_weekday('trips.departed_on') }} > 5)
),

cars as (
    select
        plate_no,
        departed_on,
        min(org_id) as org_id,
        min(org_name) as org_name,
        {{ first_by('trip_no', 'departed_at') }} as trip_no,
        {{ first_by('traveller_name_masked', 'departed_at') }} as traveller_masked,
        {{ first_by('destination', 'departed_at') }} as destination,
        count(distinct trip_no) as trips,
        sum(distance_km) as driven_km,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('day_row_uid')) }} as trip_rows
    from off_days
    group by plate_no, departed_on
),

final as (
    select
        'L11.3' as indicator_id,
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
            'traveller': 'traveller_masked', 'destination': 'destination', 'trips': 'trips',
            'driven': 'round(driven_km, 1)'
        }) }} as detail
    from cars
)

select * from final
