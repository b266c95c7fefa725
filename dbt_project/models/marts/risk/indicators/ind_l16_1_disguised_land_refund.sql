with

refunds as (select * from {{ ref('int_land_refunds__matched') }}),

summed as (
    select
        parcel_no,
        contract_on,
        price_cny,
        max(buyer_masked) as buyer,
        max(buyer_group) as buyer_group,
        min(parcel_uid) as parcel_uid,
        {{ first_by('org_id', 'paid_on') }} as org_id,
        {{ first_by('org_name', 'paid_on') }} as org_name,
        {{ first_by('purpose', 'paid_on') }} as purpose,
        count(*) as payments,
        min(paid_on) as paid_from,
        max(paid_on) as paid_until,
        sum(amount_cny) as refunded_cny,
        {{ gathered_rows('payment_uid') }} as payment_rows
    from refunds
    where paid_on <= {{ add_months('contract_on', parameter('window_months')) }}
    group by parcel_no, contract_on, price_cny
),

final as (
    select
        'L16.1' as indicator_id,
        'parcel' as subject_type,
        parcel_no as subject_id,
        org_id,
        contract_on as period_start,
        paid_until as period_end,
        refunded_cny as amount_cny,
        null as score,
        {{ joined_rows(row_list(['parcel_uid']), 'payment_rows') }} as evidence,
        {{ detail({
            'subject': 'parcel_no',
            'buyer': 'buyer',
            'buyer_group': 'buyer_group',
            'contract_on': 'contract_on',
            'price': 'price_cny',
            'unit': 'org_name',
            'purpose': 'purpose',
            'payments': 'payments',
            'paid_from': 'paid_from',
            'paid_until': 'paid_until',
            'refunded': 'refunded_cny',
            'share': 'refunded_cny / price_cny'
        }) }} as detail
    from summed
    where refunded_cny >= {{ parameter('refund_share') }} * price_cny
)

select * from final
