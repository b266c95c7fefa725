{% set task = 'partition by load_id, round_code, task_no' %}

with

ledger as (select * from {{ ref('stg_ledger__rectification_ledger') }}),

stated as (
    select
        *,
        {{ due_kind('ledger') }} as written_due_kind,
        row_number() over ({{ task }} order by sheet_row) as place,
        count(measure_no) over ({{ task }}) = count(*) over ({{ task }}) as is_numbered,
        count(*) over ({{ task }}, measure_no) as same_number
    from ledger
),

-- A deadline holds for the rows below it, too, until the task states another one.
deadlines as (
    select
        *,
        max(same_number) over ({{ task }}) = 1 as is_unique,
        sum(case when written_due_kind <> 'missing' then 1 else 0 end)
            over ({{ task }} order by sheet_row) as deadline_no
    from stated
),

final as (
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        place,
        section,
        subsection,
        problem,
        requirement,
        cast(case when is_numbered and is_unique then measure_no else place end as integer) as measure_no,
        measure,
        deliverable,
        lead_unit,
        leader,
        coalesce(owner, {{ last_known_before('owner', task ~ ' order by sheet_row') }}) as owner,
        deadline_no,
        max(due_on) over ({{ task }}, deadline_no) as due_on,
        coalesce(
            max(case when written_due_kind <> 'missing' then written_due_kind end) over ({{ task }}, deadline_no),
            'missing'
        ) as due_kind,
        rectification_type,
        started_on,
        progress,
        status,
        recovered_cny,
        people_held,
        closed_on,
        nullif(trim(verifier), '') as verifier,
        sheet_row,
        as_of,
        revision
    from deadlines
)

select * from final
