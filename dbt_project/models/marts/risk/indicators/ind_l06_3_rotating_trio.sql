with

-- Where nobody else is licensed, the register of tenders says so.
bids as (
    select
        tender_id,
        tender_row_uid,
        opened_on,
        award_cny,
        bidder_token,
        bidder_masked,
        min(row_uid) as row_uid,
        max(case when is_winner then 1 else 0 end) as won
    from {{ ref('int_tender_bids__listed') }}
    where not coalesce({{ fits('tender_note', "'只有[^，。；]{1,3}家'") }}, false)
    group by tender_id, tender_row_uid, opened_on, award_cny, bidder_token, bidder_masked
),

trios as (
    select
        a.bidder_token || '+' || b.bidder_token || '+' || c.bidder_token as trio_id,
        min(a.bidder_masked || '、' || b.bidder_masked || '、' || c.bidder_masked) as firms,
        count(*) as tenders,
        sum(a.won) as won_by_a,
        sum(b.won) as won_by_b,
        sum(c.won) as won_by_c,
        min(a.opened_on) as first_on,
        max(a.opened_on) as last_on,
        sum(case when a.won + b.won + c.won > 0 then a.award_cny end) as amount_cny,
        {{ joined_rows(
            joined_rows(gathered_rows('a.tender_row_uid'), gathered_rows('a.row_uid')),
            joined_rows(gathered_rows('b.row_uid'), gathered_rows('c.row_uid'))
        ) }} as evidence
    from bids as a
    inner join bids as b on a.tender_id = b.tender_id and a.bidder_token < b.bidder_token
    inner join bids as c on a.tender_id = c.tender_id and b.bidder_token < c.bidder_token
    group by a.bidder_token, b.bidder_token, c.bidder_token
    having count(*) >= {{ parameter('tenders') }}
),

final as (
    select
        'L06.3' as indicator_id,
        'firm' as subject_type,
        trio_id as subject_id,
        null as org_id,
        first_on as period_start,
        last_on as period_end,
        amount_cny,
        cast(won_by_a + won_by_b + won_by_c as double) / tenders as score,
        evidence,
        {{ detail({
            'subject': 'firms',
            'tenders': 'tenders',
            'won': 'won_by_a + won_by_b + won_by_c',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'amount': 'amount_cny'
        }) }} as detail
    from trios
    where won_by_a > 0 and won_by_b > 0 and won_by_c > 0
)

select * from final
