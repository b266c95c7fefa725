with

payments as (select * from {{ ref('int_vouchers__paid') }}),

-- Instalments name their contract; fixed pay is no choice of the day.
near as (
    select *
    from payments
    where
        amount_cny >= {{ parameter('limit_cny') }} * {{ parameter('near_share') }}
        and amount_cny < {{ parameter('limit_cny') }}
        and payee is not null
        and contract_no is null
        and coalesce(category <> 'allowance', true)
),

split as (
    {{
        repeats(
            'near', ['org_name', 'payee'], 'booked_on', parameter('days'), 'amount_cny',
            first=['payment', 'org_id', 'payee_masked']
        )
    }}
),

final as (
    select
        'A01.12' as indicator_id,
        'payment' as subject_type,
        payment as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        total as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'payment',
            'village': 'org_name',
            'payee': 'payee_masked',
            'times': 'times',
            'amount': 'total',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'limit': parameter('limit_cny')
        }) }} as detail
    from split
)

select * from final
