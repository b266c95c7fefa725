with

events as (select * from {{ ref('int_closure_events__weekly') }}),

final as (
    select
        event_id,
        task_id,
        event,
        event_on,
        actor,
        verifier,
        note,
        row_uid
    from events
    where is_current
)

select * from final
