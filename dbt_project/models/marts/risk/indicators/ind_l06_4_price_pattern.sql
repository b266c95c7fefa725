with

-- Prices that follow a published quota say so in the remark.
bids as (
    select
        *,
        cast(bid_cny as double) as price,
        cast(bid_cny - lag(bid_cny) over (partition by tender_id order by bid_cny, row_uid) as double) as gap
    from {{ ref('int_tender_bids__listed') }}
    where not coalesce({{ fits('note', "'统一定额'") }}, false)
),

tenders as (
    select
        tender_id,
        project_name,
        org_id,
        org_name,
        opened_on,
        award_cny,
        count(*) as bids,
        min(price) as lowest_cny,
        max(price) as highest_cny,
        stddev_pop(price) / avg(price) as spread,
        min(gap) as least_gap,
        (max(gap) - min(gap)) / nullif(avg(gap), 0) as unevenness,
        {{ joined_rows(gathered_rows('tender_row_uid'), gathered_rows('row_uid')) }} as evidence
    from bids
    group by tender_id, project_name, org_id, org_name, opened_on, award_cny
    having count(distinct bidder_token) >= {{ parameter('bidders') }} and avg(price) > 0
),

judged as (
    select
        *,
        spread < {{ parameter('spread') }} as is_close,
        least_gap > 0 and unevenness <= {{ parameter('unevenness') }} as is_even
    from tenders
),

final as (
    select
        'L06.4' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        opened_on as period_start,
        opened_on as period_end,
        award_cny as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'opened_on': 'opened_on',
            'bids': 'bids',
            'lowest': 'lowest_cny',
            'highest': 'highest_cny',
            'spread': 'spread',
            'is_even': 'is_even'
        }) }} as detail
    from judged
    where is_close or is_even
)

select * from final
