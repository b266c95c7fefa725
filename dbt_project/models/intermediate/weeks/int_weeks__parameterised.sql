{{ config(materialized='table') }}

with

weeks as (select * from {{ ref('int_weeks__spine') }}),

loads as (select * from {{ ref('int_loads__current') }}),

delivered as (select * from {{ ref('stg_reference__rule_parameters') }}),

ranked as (
    select
        weeks.week_id,
        delivered.parameter,
        delivered.value,
        row_number() over (
            partition by weeks.week_id, delivered.parameter
            order by delivered.valid_from desc, delivered.load_id desc, delivered.sheet_row desc
        ) as recency
    from loads
    inner join delivered on loads.load_id = delivered.load_id
    inner join weeks
        on
            delivered.valid_from <= weeks.week_end_on
            and (delivered.valid_to is null or delivered.valid_to >= weeks.week_end_on)
),

parameters as (select * from ranked where recency = 1),

final as (
    select
        weeks.week_id,
        cast({{ rule_parameter('due_soon_days', 20) }} as integer) as due_soon_days,
        cast({{ rule_parameter('yellow_days', 10) }} as integer) as yellow_days,
        cast({{ rule_parameter('immediate_days', 30) }} as integer) as immediate_days,
        {{ rule_parameter('working_days', 0) }} > 0 as counts_working_days,
        cast({{ rule_parameter('closure_burst_tasks', 5) }} as integer) as closure_burst_tasks,
        cast({{ rule_parameter('weekly_visits', 2) }} as integer) as weekly_visits,
        cast({{ rule_parameter('disclosure_day', 28) }} as integer) as disclosure_day,
        {{ rule_parameter('large_payment_cny', 500000) }} as large_payment_cny
    from weeks
    left join parameters on weeks.week_id = parameters.week_id
    group by weeks.week_id
)

select * from final
