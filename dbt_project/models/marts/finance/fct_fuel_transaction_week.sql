with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

fillings as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_ledger__fuel_transactions') }}),

trips as (select * from {{ ref('fct_vehicle_trip_week') }}),

delivered as (
    {{
        effective_rows(
            'fillings',
            ['card_no', 'plate_no', 'fuelled_at', 'litres', 'receipt_no'],
            has_round=false
        )
    }}
),

months as (
    select
        week_id,
        plate_no,
        extract(year from departed_on) * 12 + extract(month from departed_on) as month_no,
        min(row_uid) as trip_row_uid
    from trips
    group by week_id, plate_no, extract(year from departed_on) * 12 + extract(month from departed_on)
),

dated as (
    select
        *,
        {{ as_date('fuelled_at') }} as fuelled_on,
        extract(year from fuelled_at) * 12 + extract(month from fuelled_at) as month_no
    from delivered
),

orders as (select week_id, trip_no, min(row_uid) as trip_row_uid from trips group by week_id, trip_no),

-- Before its first month the register of trips says nothing.
begun as (select week_id, min(month_no) as month_no from months group by week_id),

final as (
    select
        dated.week_id,
        dated.receipt_no,
        dated.plate_no,
        coalesce(names.name, dated.unit) as unit,
        names.org_id,
        dated.fuelled_on,
        dated.litres,
        dated.amount_cny,
        coalesce(dated.is_vehicle, true) as is_vehicle,
        case
            when begun.month_no <= dated.month_no
                then coalesce(orders.trip_row_uid, months.trip_row_uid) is not null
        end as has_trip,
        dated.row_uid,
        coalesce(orders.trip_row_uid, months.trip_row_uid) as trip_row_uid
    from dated
    left join names on dated.week_id = names.week_id and dated.match_key = names.match_key
    left join begun on dated.week_id = begun.week_id
    left join orders on dated.week_id = orders.week_id and dated.trip_no = orders.trip_no
    left join months
        on
            dated.week_id = months.week_id
            and dated.plate_no = months.plate_no
            and dated.month_no = months.month_no
)

select * from final
