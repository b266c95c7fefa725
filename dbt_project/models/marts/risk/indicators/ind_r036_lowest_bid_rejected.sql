with

-- Of a lease the highest bid is the best.
bids as (
    select
        *,
        rank() over (partition by tender_id order by bid_cny) as place
    from {{ ref('int_tender_bids__listed') }}
    where is_awarded and bid_cny is not null and coalesce(category, '') <> 'resource_lease'
),

final as (
    select
        'R036' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        opened_on as period_start,
        opened_on as period_end,
        case when award_cny > min(bid_cny) then award_cny - min(bid_cny) end as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('tender_row_uid'), gathered_rows('row_uid')) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'opened_on': 'opened_on',
            'bidder': 'min(bidder_masked)',
            'bid': 'min(bid_cny)',
            'award': 'award_cny'
        }) }} as detail
    from bids
    where place = 1 and is_rejected
    group by tender_id, project_name, org_id, org_name, opened_on, award_cny
)

select * from final
