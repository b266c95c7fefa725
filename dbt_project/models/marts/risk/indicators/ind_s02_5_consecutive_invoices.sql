with

-- Who settles by the month has the invoices of a month written in one go; only a remark tells.
claims as (
    select
        *,
        case when {{ fits('invoice_no', "'^[0-9]{1,18}$'") }} then cast(invoice_no as bigint) end as invoice
    from {{ ref('int_expense_claims__identified') }}
    where merchant_token is not null and not coalesce({{ fits('note', "'按月|月结|月底'") }}, false)
),

-- Numbers that follow each other keep their distance to their place.
placed as (
    select
        *,
        invoice - dense_rank() over (partition by unit_id, merchant_token order by invoice) as run_no
    from claims
    where invoice is not null
),

runs as (
    select
        unit_id,
        merchant_token,
        run_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(merchant_masked) as merchant,
        count(distinct invoice) as invoices,
        min(invoice) as first_invoice,
        max(invoice) as last_invoice,
        min(spent_on) as first_on,
        max(spent_on) as last_on,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as bill_rows
    from placed
    group by unit_id, merchant_token, run_no
),

final as (
    select
        'S02.5' as indicator_id,
        'invoice' as subject_type,
        unit_id || '/' || merchant_token || '/' || {{ as_text('first_invoice') }} as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        amount_cny,
        null as score,
        bill_rows as evidence,
        {{ detail({
            'subject': "merchant || ' ' || " ~ as_text('first_invoice'), 'unit': 'org_name', 'merchant': 'merchant',
            'first_invoice': as_text('first_invoice'), 'last_invoice': as_text('last_invoice'),
            'invoices': 'invoices', 'first_on': 'first_on', 'last_on': 'last_on', 'amount': 'amount_cny'
        }) }} as detail
    from runs
    where
        invoices >= {{ parameter('invoices') }}
        and {{ days_between('first_on', 'last_on') }} > {{ parameter('days') }}
)

select * from final
