with

-- A check that was sent to look at one narrow thing says so in its remark and counts for nobody.
checks as (
    select
        *,
        coalesce(finding_count, 0) > 0 or finding is not null as has_finding
    from {{ ref('int_ledger__supervision_checks') }}
    where not coalesce({{ fits('note', "'范围较?窄|只查.+一项'") }}, false)
),

-- Checks between two findings of a team are one run.
placed as (
    select
        *,
        sum(case when has_finding then 1 else 0 end)
            over (partition by team order by checked_on, check_no, unit, row_uid) as findings_before,
        sum(case when has_finding then 1 else 0 end) over (partition by team) as own_findings,
        sum(case when has_finding then 1 else 0 end) over () as all_findings,
        count(*) over (partition by team) as own_checks,
        count(*) over () as all_checks
    from checks
),

runs as (
    select
        team,
        min(checked_on) as first_on,
        max(checked_on) as last_on,
        count(*) as checks,
        max(all_findings - own_findings) / nullif(cast(max(all_checks - own_checks) as double), 0) as peers_share,
        {{ gathered_rows('row_uid') }} as evidence
    from placed
    where not has_finding
    group by team, findings_before
),

final as (
    select
        'L02.4' as indicator_id,
        'other' as subject_type,
        team as subject_id,
        null as org_id,
        first_on as period_start,
        last_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'team',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'checks': 'checks',
            'peers_share': 'peers_share'
        }) }} as detail
    from runs
    where checks >= {{ parameter('run_of_checks') }} and peers_share > 0
)

select * from final
