with

bids as (select * from {{ ref('int_tender_bids__listed') }}),

tenders as (
    select
        tender_id,
        project_name,
        org_id,
        org_name,
        opened_on,
        award_cny,
        count(distinct case when not is_rejected then bidder_token end) as valid_bidders,
        count(distinct case when is_rejected then bidder_token end) as rejected_bidders,
        max(case when is_winner and not is_rejected then bidder_masked end) as winner,
        {{ joined_rows(gathered_rows('tender_row_uid'), gathered_rows('row_uid')) }} as evidence
    from bids
    where is_awarded
    group by tender_id, project_name, org_id, org_name, opened_on, award_cny
),

final as (
    select
        'R035' as indicator_id,
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
            'winner': 'winner',
            'rejected': 'rejected_bidders',
            'amount': 'award_cny'
        }) }} as detail
    from tenders
    where valid_bidders = 1 and winner is not null and rejected_bidders >= {{ parameter('rejected') }}
)

select * from final
