with

receipts as (select * from {{ ref('int_audit__revenue_receipts') }}),

returned as (select * from {{ ref('int_payments__returned') }}),

-- A project whose number stands on both papers is taxed where it is paid for.
matched as (
    select
        receipt_uid,
        min(paid_on) as paid_on,
        {{ first_by('payment_no', 'paid_on') }} as payment_no,
        {{ first_by('paid_cny', 'paid_on') }} as paid_cny,
        {{ first_by('payee_masked', 'paid_on') }} as payee,
        {{ first_by('paying_unit', 'paid_on') }} as paying_unit,
        {{ gathered_rows('payment_uid') }} as payment_rows
    from returned
    where
        {{ days_between('paid_on', 'received_on') }} <= {{ parameter('window_days') }}
        and abs(received_cny - paid_cny) <= {{ parameter('tolerance') }} * paid_cny
        and coalesce(receipt_project_no <> payment_project_no, true)
    group by receipt_uid
),

final as (
    select
        'A04.1' as indicator_id,
        'receipt' as subject_type,
        receipts.receipt_no as subject_id,
        receipts.org_id,
        matched.paid_on as period_start,
        receipts.received_on as period_end,
        receipts.amount_cny,
        null as score,
        {{ joined_rows(row_list(['receipts.row_uid']), 'matched.payment_rows') }} as evidence,
        {{ detail({
            'subject': 'receipts.receipt_no',
            'payer': 'receipts.payer_masked',
            'received_on': 'receipts.received_on',
            'received': 'receipts.amount_cny',
            'tax': 'receipts.subject',
            'payment_no': 'matched.payment_no',
            'paying_unit': 'matched.paying_unit',
            'payee': 'matched.payee',
            'paid_on': 'matched.paid_on',
            'paid': 'matched.paid_cny'
        }) }} as detail
    from matched
    inner join receipts on matched.receipt_uid = receipts.row_uid
    where receipts.receipt_no is not null
)

select * from final
