with

-- Bids are opened when the term for handing them in ends.
late as (
    select *
    from {{ ref('int_tender_bids__listed') }}
    where is_winner and not is_rejected and {{ as_date('submitted_at') }} > opened_on
),

final as (
    select
        'R030' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        opened_on as period_start,
        {{ as_date('max(submitted_at)') }} as period_end,
        award_cny as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('tender_row_uid'), gathered_rows('row_uid')) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'opened_on': 'opened_on',
            'submitted_on': as_date('max(submitted_at)'),
            'winner': 'min(bidder_masked)',
            'amount': 'award_cny'
        }) }} as detail
    from late
    group by tender_id, project_name, org_id, org_name, opened_on, award_cny
)

select * from final
