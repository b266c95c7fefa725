{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

events as (select * from {{ ref('stg_ledger__closure_events') }}),

delivered as (
    {{ effective_rows('events', ['task_no', 'event', 'event_on']) }}
),

identified as (
    select
        *,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        case event
            when 'registered' then 1
            when 'applied' then 2
            when 'returned' then 3
            when 'closed' then 4
            when 'reopened' then 5
        end as step
    from delivered
    where event_on <= week_end_on
),

final as (
    select
        week_id,
        is_current,
        task_id || '-' || event || '-' || event_on as event_id,
        task_id,
        event,
        event_on,
        -- Steps of one day have no written order: the usual course of a task decides.
        row_number() over (partition by week_id, task_id order by event_on desc, step desc) as place_from_last,
        min(week_id) over (partition by task_id, event, event_on) as first_week_id,
        actor,
        nullif(trim(verifier), '') as verifier,
        note,
        row_uid
    from identified
)

select * from final
