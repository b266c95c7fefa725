with

payments as (
    select *, round(sum(cast(amount_cny as double)) over (partition by person_id, month), 2) as kept_cny
    from {{ ref('int_subsidy__allowance_payments') }}
    where person_id is not null and {{ fits('item', "'交通补贴|车改补贴|车补'") }}
),

trips as (
    select
        *,
        {{ as_date('departed_at') }} as departed_on,
        {{ month_start(as_date('departed_at')) }} as month
    from {{ ref('int_ledger__vehicle_trips') }}
    where traveller_person_id is not null and not is_out_of_area
),

-- Cars kept for enforcement, and enforcement in another car, are not what the allowance pays for.
enforcing as (
    select distinct plate_no from {{ ref('int_register__official_vehicles') }} where usage = 'enforcement'
),

rides as (
    select trips.*
    from trips
    left join enforcing on trips.plate_no = enforcing.plate_no
    where enforcing.plate_no is null and not coalesce({{ fits('trips.purpose', "'执法|执勤'") }}, false)
),

lines as (
    select
        rides.*,
        payments.row_uid as paid_row_uid,
        payments.amount_cny,
        row_number() over (partition by payments.row_uid order by rides.row_uid) as line
    from rides
    inner join payments on rides.traveller_person_id = payments.person_id and rides.month = payments.month
    where payments.kept_cny > 0
),

people as (
    select
        traveller_person_id as person_id,
        {{ first_by('org_id', 'departed_at') }} as org_id,
        {{ first_by('org_name', 'departed_at') }} as org_name,
        min(traveller_name_masked) as person_name_masked,
        min(departed_on) as first_on,
        max(departed_on) as last_on,
        count(distinct trip_no) as rides,
        sum(case when line = 1 then amount_cny else 0 end) as paid_cny,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('paid_row_uid')) }} as ride_rows
    from lines
    group by traveller_person_id
),

final as (
    select
        'L11.1' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        paid_cny as amount_cny,
        null as score,
        ride_rows as evidence,
        {{ detail({
            'subject': 'person_name_masked', 'unit': 'org_name', 'rides': 'rides',
            'first_on': 'first_on', 'amount': 'paid_cny'
        }) }} as detail
    from people
)

select * from final
