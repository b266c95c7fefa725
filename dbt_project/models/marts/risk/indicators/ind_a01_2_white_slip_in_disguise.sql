with

payments as (select * from {{ ref('int_vouchers__paid') }}),

signed as (
    select
        *,
        invoice_no is null as is_unnumbered,
        coalesce(is_payee_handwritten, false) as is_by_hand,
        amount_cny % {{ parameter('round_to_cny') }} = 0 as is_round
    from payments
    where
        receipt_kind in ('invoice', 'receipt', 'none')
        and amount_cny >= {{ parameter('slip_cny') }}
        -- A bad scan explains a missing number where the contract and the account paid are on record.
        and not (contract_no is not null and payee_account_token is not null)
),

counted as (
    select
        *,
        case when is_unnumbered then 1 else 0 end
        + case when is_by_hand then 1 else 0 end
        + case when is_round then 1 else 0 end as signs
    from signed
),

final as (
    select
        'A01.2' as indicator_id,
        'voucher' as subject_type,
        payment as subject_id,
        org_id,
        booked_on as period_start,
        booked_on as period_end,
        amount_cny,
        signs / 3.0 as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'payment',
            'village': 'org_name',
            'voucher_no': 'voucher_no',
            'booked_on': 'booked_on',
            'payee': 'payee_masked',
            'amount': 'amount_cny',
            'signs': 'signs',
            'invoice_no': 'invoice_no'
        }) }} as detail
    from counted
    where signs >= {{ parameter('signs') }}
)

select * from final
