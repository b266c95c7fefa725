with

tasks as (
    select
        *,
        problem as title,
        coalesce({{ as_text('due_on') }}, due_kind) as deadline
    from {{ ref('int_tasks__stated') }}
),

weeks as (select * from {{ ref('int_weeks__spine') }}),

events as (select * from {{ ref('int_closure_events__weekly') }}),

pairs as (
    {{
        paired_weeks('tasks', 'task_id', [
            'state', 'is_declared', 'moved_from', 'deadline', 'lead_unit', 'org_id', 'leader', 'owner', 'title', 'problem',
            'requirement', 'row_uid'
        ])
    }}
),

stepped as (
    select distinct week_id, task_id, event
    from events
    where week_id = first_week_id and event in ('applied', 'returned', 'reopened')
),

setbacks as (select distinct week_id, task_id from stepped where event <> 'applied'),

compared as (
    select
        pairs.*,
        setbacks.task_id is not null as has_setback,
        {{ has_other('lead_unit', 'org_id') }} as has_other_unit,
        {{ has_other('leader') }} as has_other_leader
    from pairs
    left join setbacks on pairs.week_id = setbacks.week_id and pairs.task_id = setbacks.task_id
),

listed as (select * from compared where is_listed),

known as (select * from listed where row_uid_before is not null),

stepping as (
    select listed.*, stepped.event
    from stepped
    inner join listed on stepped.week_id = listed.week_id and stepped.task_id = listed.task_id
),

final as (
    {{ change_rows('compared', 'task', 'removed', 'state', 'not is_listed') }}
    {%- for change, condition in [
        ('new', 'not was_listed'),
        ('declared', 'is_declared and not coalesce(is_declared_before, false)'),
        ('undeclared', 'is_declared_before and not is_declared and not has_setback'),
        ('closed', "state = 'verified' and coalesce(state_before, '') <> 'verified'"),
    ] %}
    union all
    {{ change_rows('listed', 'task', change, 'state', condition) }}
    {%- endfor %}
    {%- for event in ['applied', 'returned', 'reopened'] %}
    union all
    {{ change_rows('stepping', 'task', event, 'state', "event = '" ~ event ~ "'") }}
    {%- endfor %}
    union all
    {{ change_rows('listed', 'task', 'deadline_moved', 'deadline', 'moved_from is not null', before='moved_from') }}
    union all
    {{ reassigned_rows('task', 'leader') }}
    union all
    {{ change_rows('known', 'task', 'reassigned', 'owner', has_other('owner')) }}
    {%- for column in ['problem', 'requirement'] %}
    union all
    {{ change_rows('known', 'task', 'reworded', column, is_reworded(column)) }}
    {%- endfor %}
)

select * from final
