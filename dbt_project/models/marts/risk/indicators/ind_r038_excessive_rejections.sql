with

bids as (select * from {{ ref('int_tender_bids__listed') }}),

sides as (
    select
        'organisation' as side,
        coalesce(org_id, org_name) as subject_id,
        org_id,
        org_name as name,
        opened_on,
        row_uid,
        is_rejected
    from bids
    union all
    select
        'firm' as side,
        bidder_token as subject_id,
        null as org_id,
        bidder_masked as name,
        opened_on,
        row_uid,
        is_rejected
    from bids
),

rated as (
    select
        side,
        subject_id,
        min(org_id) as org_id,
        min(name) as name,
        max(opened_on) as last_on,
        count(*) as bids,
        sum(case when is_rejected then 1 else 0 end) as rejected,
        avg(case when is_rejected then 1.0 else 0.0 end) as ratio,
        {{ gathered_rows('case when is_rejected then row_uid end') }} as evidence
    from sides
    where subject_id is not null
    group by side, subject_id
    having count(*) >= {{ parameter('bids') }}
),

fences as (
    select
        side,
        {{ quantile_of('ratio', 0.25) }} as q1,
        {{ quantile_of('ratio', 0.75) }} as q3
    from rated
    group by side
),

-- Where three quarters reject nothing the fence is nought, and no outlier is told from the rest.
final as (
    select
        'R038' as indicator_id,
        rated.side as subject_type,
        rated.subject_id,
        rated.org_id,
        cast(null as date) as period_start,
        rated.last_on as period_end,
        null as amount_cny,
        rated.ratio as score,
        rated.evidence,
        {{ detail({
            'subject': 'rated.name',
            'bids': 'rated.bids',
            'rejected': 'rated.rejected',
            'ratio': 'rated.ratio',
            'fence': 'fences.q3 + ' ~ parameter('fence') ~ ' * (fences.q3 - fences.q1)'
        }) }} as detail
    from rated
    inner join fences on rated.side = fences.side
    where rated.rejected > 0 and rated.ratio >= fences.q3 + {{ parameter('fence') }} * (fences.q3 - fences.q1)
        and fences.q3 + {{ parameter('fence') }} * (fences.q3 - fences.q1) > 0
)

select * from final
