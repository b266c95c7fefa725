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
        min(case when event = 'registered' then event_on end) as registered_on,
        min(case when event = 'closed' then event_on end) as first_closed_on,
        max(case when event = 'reopened' then event_on end) as last_reopened_on,
        cast({{ count_where("event = 'reopened'") }} as integer) as reopenings,
        cast({{ count_where("event = 'extended' and verifier is not null") }} as integer) as extensions
    from events
    group by week_id, task_id
)

select * from final
