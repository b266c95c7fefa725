with

tenders as (select * from {{ ref('int_tenders__listed') }}),

bids as (select * from {{ ref('int_ledger__tender_bidders') }}),

-- Bids name the lot of their tender only where it has several.
placed as (
    select
        bids.row_uid,
        coalesce(tenders.tender_id, bids.tender_no, bids.project_name) as tender_id,
        tenders.row_uid as tender_row_uid,
        coalesce(tenders.project_name, bids.project_name) as project_name,
        tenders.org_id,
        tenders.org_name,
        tenders.category,
        tenders.method,
        tenders.notice_on,
        tenders.opened_on,
        tenders.award_cny,
        tenders.note as tender_note,
        bids.bidder_token,
        bids.bidder_masked,
        bids.bid_cny,
        bids.submitted_at,
        bids.document_author_token,
        bids.upload_ip,
        bids.contact_phone_token,
        bids.score,
        bids.note,
        coalesce(tenders.is_awarded, false) as is_awarded,
        coalesce(bids.is_winner, bids.bidder_token = tenders.winner_token, false) as is_winner
    from bids
    left join tenders
        on
            coalesce(bids.tender_no, bids.project_name) = tenders.tender_number
            and (tenders.lots = 1 or bids.project_name = tenders.project_name)
    where coalesce(bids.tender_no, bids.project_name) is not null
),

-- A bid that was thrown out says so, or has no score where others of the tender have one.
final as (
    select
        *,
        coalesce({{ fits('note', "'否决|废标|无效投标|审查(未通过|不合格|不通过)'") }}, false)
        or (
            score is null
            and not is_winner
            and count(score) over (partition by tender_id) > 0
        ) as is_rejected
    from placed
)

select * from final
