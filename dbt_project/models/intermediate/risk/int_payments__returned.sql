with

receipts as (select * from {{ ref('int_audit__revenue_receipts') }}),

payments as (select * from {{ ref('int_audit__large_payments') }}),

-- Payee and payer are one by the account, by the credit code, or by the number that the office itself wrote down.
linked as (
    select
        receipts.row_uid as receipt_uid,
        payments.row_uid as payment_uid
    from receipts
    inner join payments on receipts.payer_account_token = payments.payee_account_token
    union
    select
        receipts.row_uid as receipt_uid,
        payments.row_uid as payment_uid
    from receipts
    inner join payments on receipts.payer_credit_code = payments.payee_credit_code
    union
    select
        receipts.row_uid as receipt_uid,
        payments.row_uid as payment_uid
    from receipts
    inner join payments on receipts.linked_payment_no = payments.payment_no
),

final as (
    select
        linked.receipt_uid,
        linked.payment_uid,
        receipts.received_on,
        receipts.amount_cny as received_cny,
        receipts.project_no as receipt_project_no,
        payments.payment_no,
        payments.paid_on,
        payments.amount_cny as paid_cny,
        payments.payee_masked,
        payments.org_name as paying_unit,
        payments.project_no as payment_project_no
    from linked
    inner join receipts on linked.receipt_uid = receipts.row_uid
    inner join payments on linked.payment_uid = payments.row_uid
    where receipts.received_on >= payments.paid_on
)

select * from final
