with

payments as (select * from {{ ref('int_vouchers__paid') }}),

final as (
    select
        'A01.11' as indicator_id,
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
    where payment_method = 'cash' and is_firm and amount_cny > {{ parameter('cash_cny') }}
)

select * from final
