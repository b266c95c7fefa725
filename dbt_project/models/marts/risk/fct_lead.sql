with

findings as (select * from {{ ref('fct_finding') }}),

indicators as (select * from {{ ref('fct_indicator') }}),

standing as ({{ standing_findings() }}),

-- One rule that speaks ten times says one thing: it counts once, as its surest finding.
per_rule as (
    select
        lead_id,
        indicator_id,
        min(family) as family,
        count(*) as findings,
        max(probability) as probability,
        sum(amount_cny) as amount_cny,
        max(coalesce(period_end, period_start)) as latest_on,
        min(first_seen_week) as first_seen_week
    from standing
    group by lead_id, indicator_id
),

subjects as (
    select
        lead_id,
        min(subject_type) as subject_type,
        min(subject_id) as subject_id,
        min(subject_name) as subject_name,
        min(org_id) as org_id,
        case
            when max(case when verdict = 'confirmed' then 1 end) = 1 then 'confirmed'
            when max(case when verdict = 'pending' then 1 end) = 1 then 'pending'
        end as verdict
    from standing
    group by lead_id
),

weighed as (
    select
        lead_id,
        sum(findings) as findings,
        count(*) as indicators,
        count(distinct family) as families,
        {{ any_true('probability') }} as score,
        max(amount_cny) as amount_cny,
        max(probability * amount_cny) as expected_cny,
        max(latest_on) as latest_on,
        min(first_seen_week) as first_seen_week
    from per_rule
    group by lead_id
),

final as (
    select
        subjects.*,
        weighed.findings,
        weighed.indicators,
        weighed.families,
        weighed.score,
        weighed.amount_cny,
        weighed.expected_cny,
        weighed.latest_on,
        weighed.first_seen_week,
        row_number() over (
            order by
                weighed.score desc, weighed.expected_cny desc nulls last, weighed.latest_on desc nulls last,
                subjects.lead_id
        ) as place
    from subjects
    inner join weighed on subjects.lead_id = weighed.lead_id
)

select * from final
