with

refunds as (select * from {{ ref('int_land_refunds__matched') }}),

summed as (
    select
        parcel_no,
        contract_on,
        price_cny,
        max(buyer_masked) as buyer,
        min(parcel_uid) as parcel_uid,
        {{ first_by('org_id', 'paid_on') }} as org_id,
        {{ first_by('org_name', 'paid_on') }} as org_name,
        max(paid_on) as paid_until,
        sum(amount_cny) as refunded_cny,
        sum(amount_cny) / price_cny as share,
        {{ gathered_rows('payment_uid') }} as payment_rows
    from refunds
    where paid_on <= {{ add_months('contract_on', parameter('window_months')) }}
    group by parcel_no, contract_on, price_cny
),

-- The other parcels' shares lie within the tolerance of this one's, in either direction.
peers as (
    select
        summed.parcel_uid,
        count(*) as parcels,
        {{ gathered_rows('other.parcel_uid') }} as parcel_rows
    from summed
    inner join summed as other
        on
            other.share >= (1 - {{ parameter('tolerance') }}) * summed.share
            and summed.share >= (1 - {{ parameter('tolerance') }}) * other.share
    group by summed.parcel_uid
),

final as (
    select
        'L16.2' as indicator_id,
        'parcel' as subject_type,
        summed.parcel_no as subject_id,
        summed.org_id,
        summed.contract_on as period_start,
        summed.paid_until as period_end,
        summed.refunded_cny as amount_cny,
        null as score,
        {{ joined_rows('peers.parcel_rows', 'summed.payment_rows') }} as evidence,
        {{ detail({
            'subject': 'summed.parcel_no',
            'buyer': 'summed.buyer',
            'contract_on': 'summed.contract_on',
            'price': 'summed.price_cny',
            'unit': 'summed.org_name',
            'paid_until': 'summed.paid_until',
            'refunded': 'summed.refunded_cny',
            'share': 'summed.share',
            'parcels': 'peers.parcels'
        }) }} as detail
    from summed
    inner join peers on summed.parcel_uid = peers.parcel_uid
    where peers.parcels >= {{ parameter('min_parcels') }}
)

select * from final
