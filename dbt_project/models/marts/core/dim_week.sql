with

weeks as (select * from {{ ref('int_weeks__spine') }}),

final as (
    select
        week_id,
        week_start_on,
        week_end_on,
        cutoff_at,
        known_until,
        is_current,
        cast(week_no as integer) as week_no
    from weeks
)

select * from final
