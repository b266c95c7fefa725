with

payments as (select * from {{ ref('int_vouchers__paid') }}),

final as (
    select
        'A01.1' as indicator_id,
        'voucher' as subject_type,
        payment as subject_id,
        org_id,
        booked_on as period_start,
        booked_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'payment',
            'village': 'org_name',
            'voucher_no': 'voucher_no',
            'booked_on': 'booked_on',
            'payee': 'payee_masked',
            'amount': 'amount_cny'
        }) }} as detail
    from payments
    where
        receipt_kind = 'white_slip'
        and amount_cny >= {{ parameter('slip_cny') }}
        -- A villager named by identity number who worked cannot give an invoice.
        and not coalesce(category = 'labour' and payee_person_id is not null, false)
)

select * from final
