with

payments as (select * from {{ ref('int_audit__large_payments') }}),

projects as (select * from {{ ref('int_audit__investment_projects') }}),

items as (select * from {{ ref('int_ledger__decision_items') }}),

-- Salaries and debt service are decided once, with the budget; a standing authorisation says so in the remark.
commitments as (
    select
        'payment' as kind,
        payment_no as commitment_no,
        row_uid,
        org_id,
        org_name,
        paid_on as committed_on,
        amount_cny,
        decision_item_no
    from payments
    where
        kind not in ('payroll', 'debt_service')
        and not coalesce({{ fits('note', "'年度授权'") }}, false)
    union all
    select
        'project' as kind,
        project_no as commitment_no,
        row_uid,
        org_id,
        org_name,
        contract_on as committed_on,
        amount_cny,
        decision_item_no
    from projects
    where not coalesce(is_framework, false)
),

-- An item that was put to several meetings was decided by the first of them.
decided as (
    select
        *,
        row_number() over (partition by item_no order by held_on, row_uid) as meeting
    from items
),

final as (
    select
        commitments.*,
        decided.row_uid as item_row_uid,
        decided.item_no,
        decided.item,
        decided.held_on,
        decided.note as item_note
    from commitments
    left join decided on commitments.decision_item_no = decided.item_no and decided.meeting = 1
)

select * from final
