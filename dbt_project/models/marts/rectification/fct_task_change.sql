with

tasks as (select * from {{ ref('fct_task_week') }}),

weeks as (select * from {{ ref('int_weeks__spine') }}),

events as (select * from {{ ref('int_closure_events__weekly') }}),

-- Each task beside itself one week earlier; a task that has gone keeps its last row, under the week it is missing in.
paired as (
    select
        coalesce(following.week_id, now.week_id) as week_id,
        coalesce(now.task_id, earlier.task_id) as task_id,
        now.task_id is not null as is_now,
        earlier.task_id is not null as was_before,
        coalesce(now.lead_unit, earlier.lead_unit) as lead_unit,
        coalesce(now.org_id, earlier.org_id) as org_id,
        coalesce(now.problem, earlier.problem) as problem,
        coalesce(now.row_uid, earlier.row_uid) as row_uid,
        earlier.state as state_before,
        now.state as state_after,
        earlier.due_on as due_on_before,
        now.due_on as due_on_after,
        coalesce(now.deadline_moves > earlier.deadline_moves, false) as has_moved,
        coalesce(now.is_declared, false) and not coalesce(earlier.is_declared, false) as is_newly_declared
    from tasks as earlier
    inner join weeks on earlier.week_id = weeks.week_id
    inner join weeks as following on weeks.week_no + 1 = following.week_no
    full join tasks as now on following.week_id = now.week_id and earlier.task_id = now.task_id
),

stepped as (
    select distinct
        week_id,
        task_id,
        event
    from events
    where week_id = first_week_id and event <> 'registered'
),

changes as (
    select *, 'new' as change, cast(null as varchar) as before, state_after as after from paired where not was_before
    union all
    select *, 'removed' as change, state_before as before, cast(null as varchar) as after from paired where not is_now
    union all
    select *, 'declared' as change, state_before as before, state_after as after from paired where is_newly_declared
    union all
    select
        *, 'deadline_moved' as change, cast(due_on_before as varchar) as before, cast(due_on_after as varchar) as after
    from paired
    where has_moved
    union all
    select paired.*, stepped.event as change, paired.state_before as before, paired.state_after as after
    from stepped
    inner join paired on stepped.week_id = paired.week_id and stepped.task_id = paired.task_id and paired.is_now
),

final as (
    select
        week_id,
        task_id,
        change,
        before,
        after,
        lead_unit,
        org_id,
        problem,
        row_uid
    from changes
)

select * from final
