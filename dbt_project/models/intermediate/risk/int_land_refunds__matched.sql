with

payments as (select * from {{ ref('int_ledger__land_payments') }}),

parcels as (select * from {{ ref('int_ledger__land_parcels') }}),

-- What everybody may claim under a published rule is no refund, nor are works that were tendered: the remark says so.
plain as (
    select *
    from payments
    where
        amount_cny > 0
        and not coalesce({{ fits('note', "'公开办法|另行招标'") }}, false)
),

final as (
    select
        plain.row_uid as payment_uid,
        parcels.row_uid as parcel_uid,
        parcels.parcel_no,
        parcels.buyer_token,
        parcels.buyer_masked,
        parcels.buyer_group,
        parcels.contract_on,
        parcels.price_cny,
        plain.payment_no,
        plain.paid_on,
        plain.amount_cny,
        plain.payee_masked,
        plain.purpose,
        plain.org_id,
        plain.org_name
    from plain
    inner join parcels
        on
            plain.parcel_no = parcels.parcel_no
            and (
                coalesce(plain.affiliation, 'none') <> 'none'
                or plain.payee_token = parcels.buyer_token
                or plain.payee_credit_code = parcels.buyer_credit_code
            )
    where plain.paid_on >= parcels.contract_on and parcels.price_cny > 0
)

select * from final
