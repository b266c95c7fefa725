{{ config(materialized='table') }}

with

loads as (select * from {{ ref('stg_landing__loads') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

bounds as (
    select
        coalesce(
            (select min(feedback_on) from rounds),
            (select {{ as_date('min(as_of)') }} from loads)
        ) as first_on,
        {{ as_of_date() }} as as_of_on
),

weeks as (
    select
        as_of_on,
        {{ each_week('least(first_on, as_of_on)', 'as_of_on') }} as week_start_on
    from bounds
    where first_on is not null and as_of_on is not null
),

ended as (
    select
        *,
        {{ week_end('week_start_on') }} as week_end_on
    from weeks
),

final as (
    select
        {{ iso_week_id('week_start_on') }} as week_id,
        week_start_on,
        week_end_on,
        {{ cutoff('week_start_on') }} as cutoff_at,
        least(week_end_on, as_of_on) as known_until,
        week_start_on = {{ week_start('as_of_on') }} as is_current,
        row_number() over (order by week_start_on) as week_no
    from ended
)

select * from final
