with

events as (
    select *
    from {{ ref('int_closure_events__weekly') }}
    where is_current and event = 'closed'
),

tasks as (select * from {{ ref('int_tasks__noted') }}),

final as (
    select
        events.task_id,
        events.event_on as closed_on,
        tasks.problem,
        tasks.lead_unit,
        tasks.org_id,
        coalesce(tasks.org_id, tasks.lead_unit) as unit_key,
        tasks.owner,
        {{ fold_name('events.actor') }} as actor,
        {{ fold_name('events.verifier') }} as verifier,
        events.place_from_last = 1 as is_standing,
        events.first_week_id,
        tasks.outstanding_cny,
        tasks.repayment_row_uid,
        events.note,
        events.row_uid
    from events
    inner join tasks on events.task_id = tasks.task_id
)

select * from final
