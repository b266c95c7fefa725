with

payments as (select * from {{ ref('int_vouchers__paid') }}),

-- Until the new form came there was no place for the stamp: an empty one says nothing.
checked as (
    select
        *,
        approvers is null as has_no_approver,
        case
            when has_finance_group_stamp is not null then not has_finance_group_stamp
            else
                extract(year from booked_on) * 100 + extract(month from booked_on)
                >= {{ parameter('stamp_from_month') }}
        end as has_no_stamp
    from payments
    where amount_cny >= {{ parameter('approved_cny') }}
),

final as (
    select
        'A01.7' as indicator_id,
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
            'amount': 'amount_cny',
            'approvers': 'approvers'
        }) }} as detail
    from checked
    where has_no_approver or has_no_stamp
)

select * from final
