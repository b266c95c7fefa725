with

events as (select * from {{ ref('int_closure_events__weekly') }}),

final as (
    select
        week_id,
        event_id,
        task_id,
        event,
        event_on,
        actor,
        verifier,
        note,
        row_uid
    from events
)

select * from final
