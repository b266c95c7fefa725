with

bids as (
    select * from {{ ref('int_tender_bids__listed') }}
    where method in ('public', 'invited', 'negotiation', 'consultation', 'inquiry')
),

final as (
    select
        'R018' as indicator_id,
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
            'method': 'method',
            'opened_on': 'opened_on',
            'bidder': 'min(bidder_masked)',
            'amount': 'award_cny'
        }) }} as detail
    from bids
    group by tender_id, project_name, org_id, org_name, method, opened_on, award_cny
    having count(distinct bidder_token) = 1
)

select * from final
