with

-- Changes that the owner ordered, or that follow from measuring the works, say so in the remark.
tenders as (
    select
        *,
        coalesce(contract_on < awarded_on, false) as is_early,
        cast(change_cny as double) / nullif(contract_cny, 0) as change_share,
        coalesce({{ fits('note', "'设计变更|工程量复核|按实计量'") }}, false) as is_explained
    from {{ ref('int_tenders__listed') }}
),

final as (
    select
        'L06.7' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        case when is_early then contract_on else awarded_on end as period_start,
        case when is_early then awarded_on else contract_on end as period_end,
        case when is_early then contract_cny else change_cny end as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'winner': 'winner_masked',
            'awarded_on': 'awarded_on',
            'contract_on': 'contract_on',
            'contract': 'contract_cny',
            'change': 'change_cny',
            'change_share': 'change_share'
        }) }} as detail
    from tenders
    where is_early or (change_share > {{ parameter('change_share') }} and not is_explained)
)

select * from final
