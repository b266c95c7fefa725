with

tasks as (select * from {{ ref('int_tasks__stated') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

calendar as (select * from {{ ref('int_calendar__days') }}),

flagged as (
    select
        tasks.*,
        parameters.due_soon_days,
        parameters.yellow_days,
        cast({{ days_between('tasks.known_until', 'tasks.due_on') }} as integer) as days_left,
        {{ days_counted('known', 'due', 'days_left') }} as days_counted,
        not tasks.is_long_term and tasks.due_on is null as has_no_readable_deadline
    from tasks
    inner join parameters on tasks.week_id = parameters.week_id
    left join calendar as known on tasks.known_until = known.day_on
    left join calendar as due on tasks.due_on = due.day_on
),

final as (
    select
        week_id,
        week_end_on,
        task_id,
        round_code,
        task_no,
        section,
        subsection,
        problem,
        requirement,
        lead_unit,
        org_id,
        leader,
        owner,
        rectification_type,
        due_on,
        due_kind,
        first_due_on,
        deadline_moves,
        is_long_term,
        measures,
        measures_declared,
        measures_evidenced,
        evidence_items,
        recovered_cny,
        people_held,
        state,
        last_event,
        last_event_on,
        verifier,
        reopenings,
        reopenings > 0 as was_reopened,
        measures = 0 as has_no_measures,
        has_no_readable_deadline,
        is_declared,
        is_declared and has_evidence as is_evidenced,
        state = 'verified' as is_verified,
        coalesce(not is_declared and days_left < 0, false) as is_overdue,
        coalesce(not is_declared and days_left >= 0 and days_counted <= due_soon_days, false) as is_due_soon,
        days_left,
        days_counted,
        case
            when is_declared then 'done'
            when days_left < 0 then 'red'
            when days_counted <= yellow_days then 'yellow'
            when days_counted <= due_soon_days then 'green'
            when days_left is not null then 'none'
            when has_no_readable_deadline then 'unknown'
            else 'grey'
        end as light,
        row_uid,
        event_row_uid
    from flagged
)

select * from final
