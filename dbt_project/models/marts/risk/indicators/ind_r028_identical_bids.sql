with

-- Prices that a published quota sets say so in the remark.
bids as (
    select
        *,
        min(bidder_token) over (partition by tender_id, bid_cny)
        <> max(bidder_token) over (partition by tender_id, bid_cny) as is_twin
    from {{ ref('int_tender_bids__listed') }}
    where bid_cny is not null and not coalesce({{ fits('note', "'统一定额'") }}, false)
),

final as (
    select
        'R028' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        opened_on as period_start,
        opened_on as period_end,
        award_cny as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('tender_row_uid'), gathered_rows('row_uid')) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'opened_on': 'opened_on',
            'bidder': 'min(bidder_masked)',
            'other': 'max(bidder_masked)',
            'bidders': 'count(distinct bidder_token)',
            'bid': 'min(bid_cny)'
        }) }} as detail
    from bids
    where is_twin
    group by tender_id, project_name, org_id, org_name, opened_on, award_cny
)

select * from final
