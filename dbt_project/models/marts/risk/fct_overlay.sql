with

involved as (select * from {{ ref('fct_involvement') }}),

findings as (select * from {{ ref('fct_finding') }}),

indicators as (select * from {{ ref('fct_indicator') }}),

standing as ({{ standing_findings() }}),

-- One rule that speaks ten times says one thing, as in the leads.
per_rule as (
    select
        involved.subject_type,
        involved.subject_id,
        standing.indicator_id,
        min(involved.subject_name) as subject_name,
        min(standing.family) as family,
        min(standing.org_id) as first_org_id,
        max(standing.org_id) as last_org_id,
        count(*) as findings,
        max(standing.probability) as probability,
        sum(standing.amount_cny) as amount_cny
    from involved
    inner join standing on involved.finding_id = standing.finding_id
    group by involved.subject_type, involved.subject_id, standing.indicator_id
),

gathered as (
    select
        subject_type,
        subject_id,
        min(subject_name) as subject_name,
        case when min(first_org_id) = max(last_org_id) then min(first_org_id) end as org_id,
        {{ gathered_rows('family') }} as families_named,
        count(distinct family) as families,
        count(*) as indicators,
        sum(findings) as findings,
        {{ any_true('probability') }} as score,
        max(amount_cny) as amount_cny
    from per_rule
    group by subject_type, subject_id
    having count(distinct family) >= 2
),

final as (
    select
        *,
        row_number() over (
            partition by subject_type
            order by families desc, score desc, amount_cny desc nulls last, subject_id
        ) as place
    from gathered
)

select * from final
