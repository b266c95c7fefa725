with

vouchers as (select * from {{ ref('int_audit__village_vouchers') }} where direction = 'expense'),

-- A voucher of several lines is as many payments; the first keeps the bare number.
numbered as (
    select
        *,
        org_name || '/' || voucher_no as voucher,
        row_number() over (
            partition by org_name, voucher_no, booked_on
            order by entry_no, account, payee_name_token, summary, amount_cny, row_uid
        ) as line
    from vouchers
),

final as (
    select
        case when line = 1 then voucher else voucher || '/' || {{ as_text('line') }} end as payment,
        voucher_no,
        org_id,
        org_name,
        booked_on,
        category,
        summary,
        amount_cny,
        coalesce(payee_person_id, payee_name_token) as payee,
        payee_name_token,
        payee_name_masked as payee_masked,
        payee_person_id,
        payee_account_token,
        -- Firms are stored by their names, people with all but the surname covered.
        payee_person_id is null and coalesce(not {{ fits('payee_name_masked', "'[*]'") }}, false) as is_firm,
        payment_method,
        receipt_kind,
        invoice_no,
        is_payee_handwritten,
        contract_no,
        tender_no,
        approvers,
        has_finance_group_stamp,
        row_uid
    from numbered
)

select * from final
