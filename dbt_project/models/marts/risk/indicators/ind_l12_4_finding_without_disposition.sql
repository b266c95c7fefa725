with

-- A finding that became a clue, or went to another organ, is followed there.
open_findings as (
    select
        *,
        coalesce(finding_no, visit_no || '/' || site) as finding_id
    from {{ ref('int_ledger__undercover_visits') }}
    where
        coalesce(finding_no, finding) is not null
        and disposed_on is null
        and clue_no is null
        and not coalesce({{ fits('disposition', "'(移交|移送|转交).*(公安|机关|法院|检察|税务|市场监管)'") }}, false)
        and {{ days_between('visited_on', known_until()) }} > {{ parameter('days_open') }}
),

final as (
    select
        'L12.4' as indicator_id,
        'visit' as subject_type,
        finding_id as subject_id,
        max(org_id) as org_id,
        min(visited_on) as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'finding_id',
            'unit': 'max(org_name)',
            'site': 'max(site)',
            'visited_on': 'min(visited_on)',
            'finding': 'max(finding)',
            'days': days_between('min(visited_on)', known_until())
        }) }} as detail
    from open_findings
    group by finding_id
)

select * from final
