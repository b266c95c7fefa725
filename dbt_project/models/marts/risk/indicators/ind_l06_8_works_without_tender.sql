with

payments as (
    select *
    from {{ ref('int_vouchers__paid') }}
    where
        category = 'construction'
        and tender_no is null
        and payee is not null
        -- Damage that cannot wait may be given out directly.
        and not coalesce({{ fits('summary', "'抢修|抢险'") }}, false)
),

tenders as (select * from {{ ref('int_ledger__tenders') }} where category = 'works' and contract_cny > 0),

windows as (
    select
        first.org_name,
        first.payee,
        first.booked_on as from_on,
        {{ add_days('first.booked_on', parameter('days')) }} as to_on,
        sum(later.amount_cny) as total
    from (select distinct org_name, payee, booked_on from payments) as first
    inner join payments as later on first.org_name = later.org_name and first.payee = later.payee
    where later.booked_on between first.booked_on and {{ add_days('first.booked_on', parameter('days')) }}
    group by first.org_name, first.payee, first.booked_on
),

-- The vouchers may have left out the number of a tender of about this sum.
tendered as (
    select distinct windows.org_name, windows.payee
    from windows
    inner join payments on windows.org_name = payments.org_name and windows.payee = payments.payee
    inner join tenders
        on
            payments.org_name = tenders.org_name
            and payments.payee_name_token = tenders.winner_token
            and abs(windows.total - tenders.contract_cny) <= tenders.contract_cny * {{ parameter('near_share') }}
),

started as (
    select
        windows.org_name,
        windows.payee,
        min(windows.from_on) as from_on,
        min(windows.to_on) as to_on
    from windows
    left join tendered on windows.org_name = tendered.org_name and windows.payee = tendered.payee
    where windows.total >= {{ parameter('tender_cny') }} and tendered.payee is null
    group by windows.org_name, windows.payee
),

final as (
    select
        'L06.8' as indicator_id,
        'payment' as subject_type,
        {{ first_by('payments.payment', 'payments.booked_on') }} as subject_id,
        max(payments.org_id) as org_id,
        min(payments.booked_on) as period_start,
        max(payments.booked_on) as period_end,
        sum(payments.amount_cny) as amount_cny,
        null as score,
        {{ gathered_rows('payments.row_uid') }} as evidence,
        {{ detail({
            'subject': first_by('payments.payment', 'payments.booked_on'), 'village': 'started.org_name',
            'payee': 'max(payments.payee_masked)', 'times': 'count(*)', 'amount': 'sum(payments.amount_cny)',
            'first_on': 'min(payments.booked_on)', 'last_on': 'max(payments.booked_on)'
        }) }} as detail
    from started
    inner join payments
        on
            started.org_name = payments.org_name
            and started.payee = payments.payee
            and payments.booked_on between started.from_on and started.to_on
    group by started.org_name, started.payee
)

select * from final
