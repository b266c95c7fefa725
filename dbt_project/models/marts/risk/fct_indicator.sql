with

indicators as (select * from {{ ref('dim_indicator') }}),

findings as (select * from {{ ref('fct_finding') }}),

inputs as (select * from {{ ref('int_indicators__inputs') }}),

populations as (select * from {{ ref('int_indicators__populations') }}),

-- An indicator that compares two lists can only run where both are there: the poorer of them decides.
per_dataset as (
    select
        indicator_id,
        dataset,
        sum(rows_in_force) as rows_in_force,
        sum(rows_complete) * 1.0 / sum(rows_in_force) as share_complete
    from inputs
    group by indicator_id, dataset
),

covered as (
    select
        indicator_id,
        count(*) as datasets_delivered,
        sum(rows_in_force) as rows_in_force,
        min(share_complete) as share_complete
    from per_dataset
    group by indicator_id
),

examined as (
    select indicator_id, sum(subjects) as subjects_examined
    from populations
    group by indicator_id
),

judged as (
    select
        indicator_id,
        count(*) filter (where status <> 'cleared') as findings,
        count(distinct subject_id) filter (where status <> 'cleared') as subjects_flagged,
        count(*) filter (where status = 'new') as findings_new,
        sum(amount_cny) filter (where status <> 'cleared') as amount_cny,
        count(*) filter (where verdict = 'confirmed') as confirmed,
        count(*) filter (where verdict = 'refuted') as refuted
    from findings
    group by indicator_id
),

final as (
    select
        indicators.*,
        coalesce(covered.datasets_delivered, 0) = indicators.datasets_needed
        and coalesce(covered.share_complete > 0, false) as is_computable,
        coalesce(covered.rows_in_force, 0) as rows_in_force,
        case
            when coalesce(covered.datasets_delivered, 0) < indicators.datasets_needed then 0 else covered.share_complete
        end as share_complete,
        coalesce(examined.subjects_examined, 0) as subjects_examined,
        coalesce(judged.subjects_flagged, 0) as subjects_flagged,
        coalesce(judged.findings, 0) as findings,
        coalesce(judged.findings_new, 0) as findings_new,
        judged.amount_cny,
        coalesce(judged.subjects_flagged, 0) * 1.0 / nullif(examined.subjects_examined, 0) as hit_rate,
        coalesce(judged.subjects_flagged * 1.0 / nullif(examined.subjects_examined, 0) > 0.2, false) as is_too_broad,
        coalesce(judged.confirmed, 0) as confirmed,
        coalesce(judged.refuted, 0) as refuted,
        {{ precision_of(
            'indicators.prior_confirmed', 'indicators.prior_refuted', 'coalesce(judged.confirmed, 0)',
            'coalesce(judged.refuted, 0)'
        ) }} as precision_expected
    from indicators
    left join covered on indicators.indicator_id = covered.indicator_id
    left join examined on indicators.indicator_id = examined.indicator_id
    left join judged on indicators.indicator_id = judged.indicator_id
)

select * from final
