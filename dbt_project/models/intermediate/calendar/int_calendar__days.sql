{{ config(materialized='table') }}

with

weeks as (select * from {{ ref('int_weeks__spine') }}),

loads as (select * from {{ ref('int_loads__current') }}),

exceptions as (select * from {{ ref('stg_reference__calendar_days') }}),

-- Three years on: a deadline beyond is near by no way of counting.
bounds as (
    select
        min(week_start_on) as first_on,
        {{ add_days('max(week_end_on)', 1096) }} as last_on
    from weeks
),

days as (
    select {{ each_day('first_on', 'last_on') }} as day_on
    from bounds
    where first_on is not null
),

delivered as (
    select
        exceptions.*,
        row_number() over (
            partition by exceptions.day_on order by exceptions.load_id desc, exceptions.sheet_row desc
        ) as recency
    from loads
    inner join exceptions on loads.load_id = exceptions.load_id
),

judged as (
    select
        days.day_on,
        delivered.kind = 'workday' or (delivered.kind is null and {{ iso_weekday('days.day_on') }} <= 5) as is_working,
        case when delivered.kind = 'holiday' then coalesce(delivered.name, '（未命名）') end as holiday,
        delivered.row_uid
    from days
    left join delivered on days.day_on = delivered.day_on and delivered.recency = 1
),

final as (
    select
        day_on,
        coalesce(is_working, false) as is_working,
        cast(sum(case when is_working then 1 else 0 end) over (order by day_on) as integer) as working_days,
        holiday,
        row_uid
    from judged
)

select * from final
