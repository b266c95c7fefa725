with

payments as (select * from {{ ref('int_audit__large_payments') }}),

decisions as (select * from {{ ref('int_ledger__decision_items') }}),

decided as (select distinct item_no from decisions),

-- Salaries and debt service are decided once, with the budget; a standing authorisation says so in the remark.
large as (
    select *
    from payments
    where
        amount_cny >= {{ parameter('large_cny') }}
        and kind not in ('payroll', 'debt_service')
        and not coalesce({{ fits('note', "'年度授权'") }}, false)
),

final as (
    select
        'A05.1' as indicator_id,
        'payment' as subject_type,
        large.payment_no as subject_id,
        large.org_id,
        large.paid_on as period_start,
        large.paid_on as period_end,
        large.amount_cny,
        null as score,
        {{ row_list(['large.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'large.payment_no',
            'unit': 'large.org_name',
            'paid_on': 'large.paid_on',
            'payee': 'large.payee_masked',
            'amount': 'large.amount_cny',
            'form_no': 'large.form_no',
            'decision_item_no': 'large.decision_item_no'
        }) }} as detail
    from large
    left join decided on large.decision_item_no = decided.item_no
    where large.form_no is null or decided.item_no is null
)

select * from final
