with

payments as (select * from {{ ref('int_vouchers__paid') }}),

-- An entry in red takes a payment back.
reversed as (
    select distinct org_name, payee, -amount_cny as amount_cny
    from payments
    where amount_cny < 0
),

standing as (
    select payments.*
    from payments
    left join reversed
        on
            payments.org_name = reversed.org_name
            and payments.payee = reversed.payee
            and payments.amount_cny = reversed.amount_cny
    where
        payments.amount_cny > 0
        and payments.payee is not null
        -- Fixed pay is the same every month.
        and coalesce(payments.category <> 'allowance', true)
        and reversed.payee is null
),

paid as (
    {{
        repeats(
            'standing', ['org_name', 'payee', 'amount_cny'], 'booked_on', parameter('days'), 'amount_cny',
            first=['payment', 'org_id', 'payee_masked']
        )
    }}
),

final as (
    select
        'A01.10' as indicator_id,
        'payment' as subject_type,
        payment as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        total - amount_cny as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'payment',
            'village': 'org_name',
            'payee': 'payee_masked',
            'times': 'times',
            'amount': 'amount_cny',
            'first_on': 'first_on',
            'last_on': 'last_on'
        }) }} as detail
    from paid
)

select * from final
