with

-- Leases are let above what was asked, and a price that the government sets leaves nothing to bid for.
tenders as (
    select
        *,
        cast(award_cny as double) / nullif(budget_cny, 0) as share
    from {{ ref('int_tenders__listed') }}
    where
        coalesce(category, '') <> 'resource_lease'
        and not coalesce({{ fits('note', "'政府指导价|政府定价'") }}, false)
),

final as (
    select
        'P28' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        awarded_on as period_start,
        awarded_on as period_end,
        award_cny as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'winner': 'winner_masked',
            'awarded_on': 'awarded_on',
            'budget': 'budget_cny',
            'award': 'award_cny',
            'share': 'share'
        }) }} as detail
    from tenders
    where share >= {{ parameter('least_share') }} and share <= 1
)

select * from final
