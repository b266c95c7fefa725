with

tasks as (select * from {{ ref('int_tasks__weekly') }}),

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

followed as (select * from {{ ref('int_tasks__followed') }}),

remarks as (
    select row_uid, note from {{ ref('int_ledger__tasks') }}
    union all
    select row_uid, note from {{ ref('int_ledger__rectification_ledger') }}
),

final as (
    select
        tasks.task_id,
        tasks.problem,
        tasks.lead_unit,
        tasks.org_id,
        tasks.owner,
        tasks.is_long_term,
        followed.begun_on,
        followed.is_paper_only,
        followed.outstanding_cny,
        followed.repayment_row_uid,
        remarks.note,
        tasks.row_uid
    from tasks
    inner join weeks on tasks.week_id = weeks.week_id
    left join followed on tasks.week_id = followed.week_id and tasks.task_id = followed.task_id
    left join remarks on tasks.row_uid = remarks.row_uid
)

select * from final
