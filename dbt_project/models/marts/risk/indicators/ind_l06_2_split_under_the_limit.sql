with

-- Pieces with money of their own, each approved by itself, say so in the remark.
near as (
    select *
    from {{ ref('int_tenders__listed') }}
    where
        budget_cny >= {{ parameter('near_share') }} * {{ parameter('tender_cny') }}
        and budget_cny < {{ parameter('tender_cny') }}
        and notice_on is not null
        and not coalesce({{ fits('note', "'资金来源不同|资金渠道不同'") }}, false)
),

spaced as (
    select
        *,
        lag(notice_on) over (partition by org_id, org_name, category order by notice_on, row_uid) as notice_before_on
    from near
),

runs as (
    select
        *,
        sum(case when {{ days_between('notice_before_on', 'notice_on') }} <= {{ parameter('days') }} then 0 else 1 end)
            over (partition by org_id, org_name, category order by notice_on, row_uid rows unbounded preceding) as run
    from spaced
),

pieces as (
    select
        {{ first_by('tender_id', 'notice_on') }} as tender_id,
        org_id,
        org_name,
        category,
        min(notice_on) as first_on,
        max(notice_on) as last_on,
        count(*) as pieces,
        sum(budget_cny) as budget_cny,
        {{ first_by('project_name', 'notice_on') }} as project,
        {{ gathered_rows('row_uid') }} as evidence
    from runs
    group by org_id, org_name, category, run
    having count(*) > 1
),

final as (
    select
        'L06.2' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        budget_cny as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'tender_id',
            'unit': 'org_name',
            'category': 'category',
            'pieces': 'pieces',
            'project': 'project',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'budget': 'budget_cny',
            'limit': parameter('tender_cny')
        }) }} as detail
    from pieces
)

select * from final
