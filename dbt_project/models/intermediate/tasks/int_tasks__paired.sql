{{ config(materialized='table') }}

with

tasks as (select * from {{ ref('int_tasks__stated') }}),

weeks as (select * from {{ ref('int_weeks__spine') }}),

sequenced as (
    select
        tasks.*,
        weeks.week_no,
        lag(weeks.week_no) over (partition by tasks.task_id order by weeks.week_no) as last_week_no,
        lead(weeks.week_no) over (partition by tasks.task_id order by weeks.week_no) as next_week_no
    from tasks
    inner join weeks on tasks.week_id = weeks.week_id
),

-- A task that comes back is compared with the last that was known of it.
listed as (
    select
        now.week_id,
        now.task_id,
        true as is_listed,
        coalesce(earlier.week_no = now.week_no - 1, false) as was_listed,
        now.lead_unit,
        now.org_id,
        now.leader,
        now.problem,
        now.row_uid,
        now.state,
        now.is_declared,
        now.moved_from,
        coalesce({{ as_text('now.due_on') }}, now.due_kind) as deadline,
        earlier.state as state_before,
        coalesce(earlier.is_declared, false) as was_declared,
        earlier.lead_unit as lead_unit_before,
        earlier.org_id as org_id_before,
        earlier.leader as leader_before
    from sequenced as now
    left join sequenced as earlier on now.task_id = earlier.task_id and now.last_week_no = earlier.week_no
),

-- A task that has gone keeps its last row, under the week it is missing in.
gone as (
    select
        weeks.week_id,
        sequenced.task_id,
        false as is_listed,
        true as was_listed,
        sequenced.lead_unit,
        sequenced.org_id,
        sequenced.leader,
        sequenced.problem,
        sequenced.row_uid,
        {{ as_text('null') }} as state,
        false as is_declared,
        {{ as_text('null') }} as moved_from,
        {{ as_text('null') }} as deadline,
        sequenced.state as state_before,
        sequenced.is_declared as was_declared,
        sequenced.lead_unit as lead_unit_before,
        sequenced.org_id as org_id_before,
        sequenced.leader as leader_before
    from sequenced
    inner join weeks on sequenced.week_no + 1 = weeks.week_no
    where sequenced.next_week_no is null or sequenced.next_week_no > weeks.week_no
),

final as (
    select * from listed
    union all
    select * from gone
)

select * from final
