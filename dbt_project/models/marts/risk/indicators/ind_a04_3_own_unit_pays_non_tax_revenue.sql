with

receipts as (select * from {{ ref('int_audit__revenue_receipts') }}),

-- Rent of state assets is due from a company of the district as from anybody, where a contract is named.
own as (
    select *
    from receipts
    where
        payer_class in ('platform', 'fiscal_unit')
        and kind = 'non_tax'
        and amount_cny >= {{ parameter('min_cny') }}
        and not (
            coalesce({{ fits('subject', "'资产.*有偿使用|租金'") }} or {{ fits('note', "'租金'") }}, false)
            and coalesce({{ fits('note', "'合同'") }}, false)
        )
),

final as (
    select
        'A04.3' as indicator_id,
        'receipt' as subject_type,
        receipt_no as subject_id,
        org_id,
        received_on as period_start,
        received_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'receipt_no',
            'payer': 'payer_masked',
            'payer_class': 'payer_class',
            'received_on': 'received_on',
            'amount': 'amount_cny',
            'line': 'subject',
            'unit': 'org_name'
        }) }} as detail
    from own
    where receipt_no is not null
)

select * from final
