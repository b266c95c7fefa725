with

tenders as (select * from {{ ref('int_tenders__outbid') }}),

fence as (
    select
        {{ quantile_of('margin', 0.25) }} as q1,
        {{ quantile_of('margin', 0.75) }} as q3
    from tenders
),

-- An outlier lies beyond the quartile: where all are alike, none does.
final as (
    select
        'R058' as indicator_id,
        'tender' as subject_type,
        tenders.tender_id as subject_id,
        tenders.org_id,
        tenders.opened_on as period_start,
        tenders.opened_on as period_end,
        tenders.winning_cny as amount_cny,
        null as score,
        {{ row_list(['tenders.tender_row_uid', 'tenders.winning_row_uid', 'tenders.second_row_uid']) }} as evidence,
        {{ detail({
            'subject': 'tenders.tender_id',
            'project': 'tenders.project_name',
            'unit': 'tenders.org_name',
            'opened_on': 'tenders.opened_on',
            'winner': 'tenders.winner',
            'winning': 'tenders.winning_cny',
            'runner_up': 'tenders.runner_up',
            'second_bid': 'tenders.second_cny',
            'margin': 'tenders.margin',
            'fence': 'fence.q3 + ' ~ parameter('fence') ~ ' * (fence.q3 - fence.q1)'
        }) }} as detail
    from tenders
    cross join fence
    where
        tenders.margin > fence.q3
        and tenders.margin >= fence.q3 + {{ parameter('fence') }} * (fence.q3 - fence.q1)
)

select * from final
