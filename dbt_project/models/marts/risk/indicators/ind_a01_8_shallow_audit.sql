with

audits as (
    select *
    from {{ ref('int_audit__audit_engagements') }}
    where kind = 'village_finance' and reported_on is not null
),

findings as (
    select engagement_no, count(*) as findings from {{ ref('int_audit__audit_findings') }} group by engagement_no
),

counted as (
    select
        audits.*,
        coalesce(findings.findings, audits.finding_count, 0) as findings,
        {{ days_between('audits.started_on', 'audits.ended_on') }} + 1 as days_on_site
    from audits
    left join findings on audits.engagement_no = findings.engagement_no
),

usual as (
    select {{ median_of('findings * 1000000.0 / nullif(audited_spend_cny, 0)') }} as per_million from counted
),

final as (
    select
        'A01.8' as indicator_id,
        'organisation' as subject_type,
        coalesce(counted.org_id, counted.org_name) as subject_id,
        counted.org_id,
        counted.started_on as period_start,
        counted.ended_on as period_end,
        counted.audited_spend_cny as amount_cny,
        null as score,
        {{ row_list(['counted.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'counted.org_name',
            'engagement_no': 'counted.engagement_no',
            'firm': 'counted.firm',
            'started_on': 'counted.started_on',
            'ended_on': 'counted.ended_on',
            'days': 'counted.days_on_site',
            'papers': 'counted.working_papers_no',
            'audited': 'counted.audited_spend_cny',
            'usual': 'round(usual.per_million, 1)'
        }) }} as detail
    from counted
    cross join usual
    where
        counted.findings = 0
        and usual.per_million >= {{ parameter('usual_findings') }}
        -- Long enough on site and with papers, nothing found may well be nothing there.
        and not coalesce(
            counted.days_on_site > {{ parameter('thorough_days') }} and counted.working_papers_no is not null, false
        )
)

select * from final
