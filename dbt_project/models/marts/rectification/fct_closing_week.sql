with

closings as (select * from {{ ref('int_closings__weekly') }}),

tasks as (select * from {{ ref('fct_task_week') }}),

weeks as (select week_id, known_until from {{ ref('int_weeks__spine') }}),

visited as (
    select distinct week_id
    from {{ ref('int_loads__effective') }}
    where dataset = 'ledger.lookbacks'
),

final as (
    select
        closings.week_id,
        closings.task_id,
        closings.closing_no,
        tasks.org_id,
        tasks.lead_unit,
        closings.closed_on,
        closings.verifier,
        closings.undone_on is null as is_standing,
        closings.undone_on,
        cast({{ days_between('closings.closed_on', 'coalesce(closings.undone_on, weeks.known_until)') }} as integer)
            as days_standing,
        closings.is_rebounded,
        -- Where no look-back was ever delivered, nothing says that nobody looked.
        case when visited.week_id is not null then closings.looked_on is not null end as is_looked_back,
        closings.looked_on,
        cast({{ days_between('closings.closed_on', 'closings.looked_on') }} as integer) as lookback_lag_days,
        closings.row_uid,
        closings.lookback_row_uid,
        closings.undone_row_uid
    from closings
    inner join tasks on closings.week_id = tasks.week_id and closings.task_id = tasks.task_id
    inner join weeks on closings.week_id = weeks.week_id
    left join visited on closings.week_id = visited.week_id
)

select * from final
