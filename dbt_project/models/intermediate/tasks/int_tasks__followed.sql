{{ config(materialized='table') }}

with

tasks as (select * from {{ ref('int_tasks__weekly') }}),

measures as (select * from {{ ref('int_measures__summarised') }}),

closures as (select * from {{ ref('int_closures__summarised') }}),

rebounds as (
    select
        week_id,
        task_id,
        max(undone_row_uid) as row_uid
    from {{ ref('int_closings__weekly') }}
    where is_rebounded
    group by week_id, task_id
),

repayments as (select * from {{ ref('int_repayments__outstanding') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

registers as (
    select distinct week_id
    from {{ ref('int_loads__effective') }}
    where dataset = 'ledger.closure_events'
),

final as (
    select
        tasks.week_id,
        tasks.known_until,
        tasks.task_id,
        -- A one-sheet ledger is itself the register; beside lists, only the closure list says what was registered.
        case
            when closures.registered_on is not null or tasks.dataset = 'ledger.rectification_ledger' then true
            when registers.week_id is not null then false
        end as is_registered,
        coalesce(closures.registered_on, rounds.feedback_on) as begun_on,
        greatest(tasks.deadline_moves - coalesce(closures.extensions, 0), 0) as silent_deadline_moves,
        coalesce(measures.measures_on_paper = measures.measures, false) as is_paper_only,
        coalesce(measures.measures_premature, 0) as measures_premature,
        coalesce(measures.payments_open, 0) as payments_open,
        coalesce(measures.accountings_open, 0) as accountings_open,
        coalesce(repayments.outstanding_cny, 0) as outstanding_cny,
        repayments.row_uid as repayment_row_uid,
        rebounds.row_uid as rebound_row_uid
    from tasks
    left join rounds on tasks.round_code = rounds.round_code
    left join registers on tasks.week_id = registers.week_id
    left join measures on tasks.week_id = measures.week_id and tasks.task_id = measures.task_id
    left join closures on tasks.week_id = closures.week_id and tasks.task_id = closures.task_id
    left join rebounds on tasks.week_id = rebounds.week_id and tasks.task_id = rebounds.task_id
    left join repayments on tasks.week_id = repayments.week_id and tasks.task_id = repayments.task_id
)

select * from final
