with

-- Going back to where something was found before, and finding it put right, is a result.
visits as (
    select
        *,
        coalesce(finding_no, finding) is not null as is_finding
    from {{ ref('int_ledger__undercover_visits') }}
    where
        visited_on <= {{ known_until() }}
        and extract(year from visited_on) = extract(year from {{ known_until() }})
        and not coalesce({{ fits('note', "'回访'") }}, false)
),

teams as (
    select
        team,
        min(visited_on) as first_on,
        max(visited_on) as last_on,
        count(distinct visit_no || '/' || site) as sites,
        count(distinct case when is_finding then visit_no || '/' || site end) as hits,
        {{ gathered_rows('row_uid') }} as evidence
    from visits
    group by team
),

totals as (select sum(sites) as sites, sum(hits) as hits from teams),

peers as (
    select teams.*, totals.hits / nullif(cast(totals.sites - teams.sites as double), 0) as peers_share
    from teams
    cross join totals
    where teams.hits = 0
),

final as (
    select
        'L12.5' as indicator_id,
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
            'sites': 'sites',
            'peers_share': 'peers_share'
        }) }} as detail
    from peers
    where sites >= {{ parameter('least_sites') }} and peers_share >= {{ parameter('peers_share') }}
)

select * from final
