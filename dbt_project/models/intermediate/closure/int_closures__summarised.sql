with

events as (select * from {{ ref('int_closure_events__weekly') }}),

final as (
    select
        week_id,
        task_id,
        max(case when place_from_last = 1 then event end) as last_event,
        max(case when place_from_last = 1 then event_on end) as last_event_on,
        max(case when place_from_last = 1 then verifier end) as verifier,
        max(case when place_from_last = 1 then row_uid end) as event_row_uid,
        cast(sum(case when event = 'reopened' then 1 else 0 end) as integer) as reopenings
    from events
    group by week_id, task_id
)

select * from final
