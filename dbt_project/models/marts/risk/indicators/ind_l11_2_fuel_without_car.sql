with

fillings as (
    select *, {{ as_date('fuelled_at') }} as fuelled_on, {{ month_start(as_date('fuelled_at')) }} as month
    from {{ ref('int_ledger__fuel_transactions') }}
    where plate_no is not null and fuelled_at is not null and coalesce(is_vehicle, true)
),

trips as (
    select
        plate_no,
        {{ month_start(as_date('departed_at')) }} as month,
        sum(distance_km) as driven_km,
        {{ gathered_rows('row_uid') }} as trip_rows
    from {{ ref('int_ledger__vehicle_trips') }}
    group by plate_no, {{ month_start(as_date('departed_at')) }}
),

fleet as (select * from {{ ref('int_register__official_vehicles') }}),

-- The car as the register has it on the day; a plate that is not in service then is not in the fleet.
matched as (
    select
        fillings.*,
        fleet.row_uid as car_row_uid,
        fleet.tank_litres,
        fleet.fuel_norm_litres,
        row_number() over (partition by fillings.row_uid order by fleet.valid_from desc, fleet.row_uid) as place
    from fillings
    left join fleet
        on
            fillings.plate_no = fleet.plate_no
            and fillings.fuelled_on >= coalesce(fleet.valid_from, fillings.fuelled_on)
            and fillings.fuelled_on <= coalesce(fleet.valid_to, fillings.fuelled_on)
),

-- A month with a broken odometer says nothing about litres and kilometres; the list has that in the remark.
months as (
    select
        plate_no,
        month,
        min(org_id) as org_id,
        min(org_name) as org_name,
        sum(litres) as litres,
        max(litres) as most_litres,
        max(tank_litres) as tank_litres,
        max(fuel_norm_litres) as norm_litres,
        sum(amount_cny) as amount_cny,
        max(fuelled_on) as last_on,
        count(*) filter (where car_row_uid is null) > 0 as is_foreign,
        count(*) filter (where litres > tank_litres) > 0 as is_over_tank,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('car_row_uid')) }} as fuel_rows
    from matched
    where place = 1
    group by plate_no, month
    having count(*) filter (where {{ fits('note', "'里程表|油表|仪表'") }}) = 0
),

final as (
    select
        'L11.2' as indicator_id,
        'vehicle' as subject_type,
        months.plate_no as subject_id,
        org_id,
        months.month as period_start,
        last_on as period_end,
        amount_cny,
        null as score,
        {{ joined_rows('fuel_rows', 'trip_rows') }} as evidence,
        {{ detail({
            'subject': 'months.plate_no', 'unit': 'org_name', 'month': 'months.month', 'litres': 'round(litres, 1)',
            'most': 'round(most_litres, 1)', 'tank': 'case when not is_foreign then round(tank_litres, 1) end',
            'driven': 'round(driven_km, 1)', 'needed': 'round(driven_km * norm_litres / 100, 1)', 'amount': 'amount_cny'
        }) }} as detail
    from months
    left join trips on months.plate_no = trips.plate_no and months.month = trips.month
    where is_foreign or is_over_tank or litres > driven_km * norm_litres / 100 * {{ parameter('factor') }}
)

select * from final
