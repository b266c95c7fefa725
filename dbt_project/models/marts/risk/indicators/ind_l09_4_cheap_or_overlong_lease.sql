with

assets as (select * from {{ ref('int_ledger__poverty_assets') }}),

leased as (
    select
        *,
        case when book_value_cny > 0 then rent_due_cny / book_value_cny end as rent_rate
    from assets
    where lease_from is not null and coalesce(status, '') <> 'disposed' and asset_no is not null
),

-- What others pay for assets of the kind, by value; a handful of leases makes no comparison.
usual as (
    select
        kind,
        {{ median_of('rent_rate') }} as usual_rate
    from leased
    where rent_rate is not null
    group by kind
    having count(*) >= {{ parameter('min_leases') }}
),

judged as (
    select
        leased.*,
        usual.usual_rate,
        coalesce(leased.rent_rate < {{ parameter('rent_share') }} * usual.usual_rate, false)
        and not coalesce({{ fits('leased.note', "'承租人.*(投资|改造|建设)'") }}, false) as is_cheap,
        coalesce(leased.lease_to >= {{ add_months('leased.lease_from', '12 * ' ~ parameter('long_years')) }}, false)
        and leased.lease_voted_on is null as is_long
    from leased
    left join usual on leased.kind = usual.kind
),

final as (
    select
        'L09.4' as indicator_id,
        'asset' as subject_type,
        asset_no as subject_id,
        org_id,
        lease_from as period_start,
        lease_to as period_end,
        rent_due_cny as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'asset_name',
            'asset_no': 'asset_no',
            'village': 'org_name',
            'lessee': 'lessee_masked',
            'lease_from': 'lease_from',
            'lease_to': 'lease_to',
            'rent': 'rent_due_cny',
            'usual_rent': 'round(usual_rate * book_value_cny)',
            'voted_on': 'lease_voted_on'
        }) }} as detail
    from judged
    where is_cheap or is_long
)

select * from final
