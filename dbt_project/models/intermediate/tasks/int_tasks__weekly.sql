{{ config(materialized='table') }}

with

tasks as (select * from {{ ref('int_tasks__named') }}),

-- What the ledger writes, and what it comes to: a changed parameter changes only the second.
worded as (
    select
        *,
        due_kind || coalesce({{ as_text('written_due_on') }}, '') as written,
        coalesce({{ as_text('due_on') }}, due_kind) as deadline,
        due_kind in ('dated', 'immediate', 'open') as is_readable
    from tasks
),

compared as (
    select
        *,
        lag(written) over (partition by task_id order by week_id) as written_before,
        {{ last_known_before('case when is_readable then written end', 'partition by task_id order by week_id') }}
            as readable_written,
        {{ last_known_before('case when is_readable then deadline end', 'partition by task_id order by week_id') }}
            as readable_deadline,
        {{ first_known('due_on', 'partition by task_id order by week_id') }} as first_due_on
    from worded
),

moved as (
    select
        *,
        case
            when written <> written_before and written <> readable_written and deadline <> readable_deadline
                then readable_deadline
        end as moved_from
    from compared
),

final as (
    select
        week_id,
        week_end_on,
        known_until,
        dataset,
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
        moved_from,
        cast(count(moved_from) over (partition by task_id order by week_id) as integer) as deadline_moves,
        due_kind = 'open' or coalesce(rectification_type = 'long_term', false) as is_long_term,
        row_uid
    from moved
)

select * from final
