with

pairs as (select * from {{ ref('int_tasks__paired') }}),

events as (select * from {{ ref('int_closure_events__weekly') }}),

stepped as (
    select distinct
        week_id,
        task_id,
        event
    from events
    where week_id = first_week_id and event in ('applied', 'returned', 'reopened')
),

setbacks as (select distinct week_id, task_id from stepped where event <> 'applied'),

compared as (
    select
        pairs.*,
        setbacks.task_id is not null as has_setback,
        coalesce(pairs.lead_unit, '') <> coalesce(pairs.lead_unit_before, '')
        and not coalesce(pairs.org_id = pairs.org_id_before, false) as has_other_unit,
        coalesce(pairs.leader, '') <> coalesce(pairs.leader_before, '') as has_other_leader
    from pairs
    left join setbacks on pairs.week_id = setbacks.week_id and pairs.task_id = setbacks.task_id
),

changes as (
    select *, 'new' as change, state_before as before, state as after from compared where not was_listed
    union all
    select *, 'removed' as change, state_before as before, state as after from compared where not is_listed
    union all
    select *, 'declared' as change, state_before as before, state as after
    from compared
    where is_declared and not was_declared
    union all
    select *, 'undeclared' as change, state_before as before, state as after
    from compared
    where is_listed and was_declared and not is_declared and not has_setback
    union all
    select *, 'closed' as change, state_before as before, state as after
    from compared
    where state = 'verified' and coalesce(state_before, '') <> 'verified'
    union all
    select *, 'deadline_moved' as change, moved_from as before, deadline as after
    from compared
    where moved_from is not null
    union all
    select
        *,
        'reassigned' as change,
        {{ responsible('lead_unit_before', 'leader_before') }} as before,
        {{ responsible('lead_unit', 'leader') }} as after
    from compared
    where is_listed and state_before is not null and (has_other_unit or has_other_leader)
    union all
    select compared.*, stepped.event as change, compared.state_before as before, compared.state as after
    from stepped
    inner join compared
        on stepped.week_id = compared.week_id and stepped.task_id = compared.task_id and compared.is_listed
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
