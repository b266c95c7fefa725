with

weekly as (
    select
        *,
        lag(row_uid) over (partition by task_id order by week_id) as earlier_row_uid,
        case when {{ fits('moved_from', "'^[0-9]{4}-'") }} then {{ as_date('moved_from') }} end as moved_from_on
    from {{ ref('int_tasks__weekly') }}
),

moves as (
    select
        *,
        {{ days_between('moved_from_on', 'due_on') }} as days,
        lag(known_until) over (partition by task_id order by week_id) as seen_before
    from weekly
    where due_on > moved_from_on
),

approvals as (
    select *
    from {{ ref('int_closure_events__weekly') }}
    where is_current and event = 'extended' and verifier is not null
),

tasks as (select * from {{ ref('int_tasks__noted') }}),

-- An extension that somebody approved covers the first move that a list shows after it.
silent as (
    select moves.*
    from moves
    left join approvals
        on
            moves.task_id = approvals.task_id
            and approvals.event_on <= moves.known_until
            and coalesce(approvals.event_on > moves.seen_before, true)
    where approvals.task_id is null
),

final as (
    select
        'L01.8' as indicator_id,
        'task' as subject_type,
        tasks.task_id as subject_id,
        tasks.org_id,
        min(silent.moved_from_on) as period_start,
        max(silent.due_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('silent.row_uid'), gathered_rows('silent.earlier_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'tasks.task_id',
            'problem': 'tasks.problem',
            'unit': 'tasks.lead_unit',
            'first_due_on': 'min(silent.moved_from_on)',
            'due_on': 'max(silent.due_on)',
            'moves': 'count(*)',
            'days': 'sum(silent.days)'
        }) }} as detail
    from silent
    inner join tasks on silent.task_id = tasks.task_id
    group by tasks.task_id, tasks.org_id, tasks.problem, tasks.lead_unit
    having count(*) >= {{ parameter('least_moves') }} or max(silent.days) > {{ parameter('days_unapproved') }}
)

select * from final
