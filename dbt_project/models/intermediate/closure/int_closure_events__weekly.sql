{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

events as (select * from {{ ref('stg_ledger__closure_events') }}),

ledger_closures as (select * from {{ ref('int_rectification_ledger__closures') }}),

recorded as (
    {%- set columns = 'row_uid, load_id, round_code, task_no, event, event_on, actor, verifier, note' %}
    select {{ columns }}, sheet_row, as_of, revision from events
    union all
    select {{ columns }}, sheet_row, as_of, revision from ledger_closures
),

delivered as (
    {{ effective_rows('recorded', ['round_code', 'task_no', 'event', 'event_on']) }}
),

identified as (
    select
        *,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        case event
            when 'registered' then 1
            when 'extended' then 2
            when 'applied' then 3
            when 'returned' then 4
            when 'closed' then 5
            when 'reopened' then 6
        end as step
    from delivered
    where event_on <= known_until
),

-- Steps of one day follow the rows of the sheet that writes them; where several sheets do, the usual course of a task.
placed as (
    select
        *,
        case
            when
                min(load_id) over (partition by week_id, task_id, event_on)
                = max(load_id) over (partition by week_id, task_id, event_on)
                then sheet_row
        end as sheet_place
    from identified
),

final as (
    select
        week_id,
        is_current,
        dataset,
        task_id || '-' || event || '-' || {{ as_text('event_on') }} as event_id,
        task_id,
        event,
        event_on,
        -- A registration opens a task and never comes after another step; an extension changes no state.
        row_number() over (
            partition by week_id, task_id
            order by
                case event when 'registered' then 2 when 'extended' then 1 else 0 end,
                event_on desc, sheet_place desc, step desc
        ) as place_from_last,
        min(week_id) over (partition by task_id, event, event_on) as first_week_id,
        actor,
        nullif(trim(verifier), '') as verifier,
        note,
        row_uid
    from placed
)

select * from final
