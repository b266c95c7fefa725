with

won as (
    select
        *,
        coalesce(winner_credit_code, winner_token) as firm_id
    from {{ ref('int_tenders__listed') }}
    where winner_token is not null and category is not null
),

firms as (
    select
        firm_id,
        min(winner_masked) as firm,
        min(awarded_on) as first_on,
        max(awarded_on) as last_on,
        count(distinct tender_number) as tenders,
        count(distinct category) as kinds,
        sum(award_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as evidence
    from won
    group by firm_id
),

-- Who wins little can hardly vary: the fence is drawn by those who win often.
fence as (
    select
        {{ quantile_of('kinds', 0.25) }} as q1,
        {{ quantile_of('kinds', 0.75) }} as q3
    from firms
    where tenders >= {{ parameter('tenders') }}
),

final as (
    select
        'R048' as indicator_id,
        'firm' as subject_type,
        firms.firm_id as subject_id,
        null as org_id,
        firms.first_on as period_start,
        firms.last_on as period_end,
        firms.amount_cny,
        null as score,
        firms.evidence,
        {{ detail({
            'subject': 'firms.firm',
            'first_on': 'firms.first_on',
            'last_on': 'firms.last_on',
            'tenders': 'firms.tenders',
            'kinds': 'firms.kinds',
            'amount': 'firms.amount_cny'
        }) }} as detail
    from firms
    cross join fence
    where firms.kinds > fence.q3 and firms.kinds >= fence.q3 + {{ parameter('fence') }} * (fence.q3 - fence.q1)
)

select * from final
