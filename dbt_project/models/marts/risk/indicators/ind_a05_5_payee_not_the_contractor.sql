with

payments as (select * from {{ ref('int_audit__large_payments') }}),

final as (
    select
        'A05.5' as indicator_id,
        'payment' as subject_type,
        payment_no as subject_id,
        org_id,
        paid_on as period_start,
        paid_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'payment_no',
            'unit': 'org_name',
            'paid_on': 'paid_on',
            'amount': 'amount_cny',
            'payee': 'payee_masked',
            'contractor': 'contract_party_masked',
            'contract_no': 'contract_no'
        }) }} as detail
    from payments
    where
        payee_token <> contract_party_token
        and amount_cny > 0
        and payment_no is not null
        -- A deed by which the claim was made over stands in the remark.
        and not coalesce({{ fits('note', "'债权转让|受让债权|委托收款'") }}, false)
)

select * from final
