{% set fewest = 8 %}

with

populations as (select * from {{ ref('int_indicators__populations') }}),

findings as (select * from {{ ref('fct_finding') }} where status <> 'cleared'),

indicators as (select * from {{ ref('fct_indicator') }}),

organisations as (select * from {{ ref('dim_org') }}),

flagged as (
    select
        indicator_id,
        org_id,
        count(distinct subject_id) as subjects
    from findings
    group by indicator_id, org_id
),

per_organisation as (
    select
        populations.indicator_id,
        organisations.org_id,
        organisations.kind,
        populations.subjects as examined,
        coalesce(flagged.subjects, 0) as flagged
    from populations
    inner join organisations on populations.org_id = organisations.org_id
    left join flagged
        on populations.indicator_id = flagged.indicator_id and populations.org_id = flagged.org_id
),

grouped as (
    select
        indicator_id,
        'organisation' as scope,
        org_id as group_id,
        examined,
        flagged
    from per_organisation
    union all
    select
        indicator_id,
        'kind' as scope,
        kind as group_id,
        sum(examined) as examined,
        sum(flagged) as flagged
    from per_organisation
    group by indicator_id, kind
),

-- Of a handful a single hit is a large share: such a rate would tell of chance, and of one recognisable person.
final as (
    select
        grouped.indicator_id,
        grouped.scope,
        grouped.group_id,
        grouped.examined,
        case when grouped.examined >= {{ fewest }} then grouped.flagged end as flagged,
        grouped.examined < {{ fewest }} as is_suppressed,
        case when grouped.examined >= {{ fewest }} then grouped.flagged * 1.0 / grouped.examined end as hit_rate,
        indicators.hit_rate as overall_rate,
        case when grouped.examined >= {{ fewest }} then grouped.flagged * 1.0 / grouped.examined end
        / nullif(indicators.hit_rate, 0) as ratio
    from grouped
    inner join indicators on grouped.indicator_id = indicators.indicator_id
)

select * from final
