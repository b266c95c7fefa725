{% set task = 'partition by load_id, round_code, task_no order by place'
    ~ ' rows between unbounded preceding and unbounded following' %}

with

ledger as (select * from {{ ref('int_rectification_ledger__placed') }}),

-- The first row speaks for the task; what it leaves blank is what the task's first row that states it says.
known as (
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        place,
        section,
        problem,
        lead_unit,
        {{ first_known('subsection', task) }} as subsection,
        {{ first_known('requirement', task) }} as requirement,
        {{ first_known('leader', task) }} as leader,
        {{ first_known('owner', task) }} as owner,
        {{ first_known('rectification_type', task) }} as rectification_type,
        max(case when deadline_no = 1 then due_on end) over ({{ task }}) as due_on,
        coalesce(max(case when deadline_no = 1 then due_kind end) over ({{ task }}), 'missing') as due_kind,
        sheet_row,
        as_of,
        revision
    from ledger
),

final as (
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        section,
        subsection,
        problem,
        requirement,
        lead_unit,
        leader,
        owner,
        rectification_type,
        due_on,
        due_kind,
        sheet_row,
        as_of,
        revision
    from known
    where place = 1
)

select * from final
