with

claims as (
    select *
    from {{ ref('int_expense_claims__identified') }}
    where category in ('reception', 'meeting', 'training') and merchant_token is not null
),

-- One letter is one group of guests, one notice one meeting; claims without either are taken for one.
split as (
    select
        unit_id,
        merchant_token,
        spent_on,
        coalesce(letter_no, '-') as letter_key,
        min(letter_no) as letter_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(merchant_masked) as merchant,
        count(distinct claim_id) as bills,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as bill_rows
    from claims
    group by unit_id, merchant_token, spent_on, coalesce(letter_no, '-')
    having count(distinct claim_id) >= {{ parameter('bills') }}
),

final as (
    select
        'S02.4' as indicator_id,
        'other' as subject_type,
        unit_id || '/' || merchant_token || '/' || letter_key as subject_id,
        org_id,
        spent_on as period_start,
        spent_on as period_end,
        amount_cny,
        null as score,
        bill_rows as evidence,
        {{ detail({
            'subject': "org_name || ' ' || merchant", 'unit': 'org_name', 'merchant': 'merchant',
            'spent_on': 'spent_on', 'letter_no': 'letter_no', 'bills': 'bills', 'amount': 'amount_cny'
        }) }} as detail
    from split
)

select * from final
