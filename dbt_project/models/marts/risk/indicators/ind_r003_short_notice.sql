with

-- Methods other than open and invited tenders have terms of their own; a second call may be shorter.
tenders as (
    select
        *,
        {{ days_between('notice_on', 'opened_on') }} as days
    from {{ ref('int_tenders__listed') }}
    where
        coalesce(method in ('public', 'invited'), true)
        and not coalesce({{ fits('note', "'重新公告|二次公告|再次公告'") }}, false)
),

final as (
    select
        'R003' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        notice_on as period_start,
        opened_on as period_end,
        coalesce(award_cny, budget_cny) as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'method': 'method',
            'notice_on': 'notice_on',
            'opened_on': 'opened_on',
            'days': 'days',
            'limit': parameter('days')
        }) }} as detail
    from tenders
    where days < {{ parameter('days') }}
)

select * from final
