with

-- A firm counts once in a tender, however many bids it hands in.
bids as (
    select
        tender_id,
        bidder_token,
        bidder_masked,
        opened_on,
        min(row_uid) as row_uid,
        max(case when is_winner then 1 else 0 end) as won
    from {{ ref('int_tender_bids__listed') }}
    where is_awarded and not is_rejected
    group by tender_id, bidder_token, bidder_masked, opened_on
),

firms as (
    select
        bidder_token,
        min(bidder_masked) as firm,
        min(opened_on) as first_on,
        max(opened_on) as last_on,
        count(*) as tenders,
        sum(won) as wins,
        cast(sum(won) as double) / count(*) as ratio,
        {{ gathered_rows('row_uid') }} as evidence
    from bids
    group by bidder_token
),

fences as (
    select
        {{ quantile_of('tenders', parameter('top_share')) }} as least_tenders,
        {{ quantile_of('ratio', 0.25) }} as q1,
        {{ quantile_of('ratio', 0.75) }} as q3
    from firms
),

-- Where a quarter of the firms has never won, or all win alike, losing is no outlier.
judged as (
    select
        firms.*,
        fences.q1 - {{ parameter('fence') }} * (fences.q3 - fences.q1) as fence
    from firms
    cross join fences
    where firms.tenders >= fences.least_tenders and fences.q1 > 0 and firms.ratio < fences.q1
),

final as (
    select
        'R025' as indicator_id,
        'firm' as subject_type,
        bidder_token as subject_id,
        null as org_id,
        first_on as period_start,
        last_on as period_end,
        null as amount_cny,
        1 - ratio as score,
        evidence,
        {{ detail({
            'subject': 'firm',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'tenders': 'tenders',
            'wins': 'wins',
            'ratio': 'ratio',
            'fence': 'fence'
        }) }} as detail
    from judged
    where fence > 0 and ratio <= fence
)

select * from final
