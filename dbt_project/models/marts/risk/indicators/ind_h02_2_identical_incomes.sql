with

monitoring as (
    select *, coalesce(org_id, village) as village_id
    from {{ ref('int_poverty_monitoring__followed') }}
),

-- A round figure may be one benefit or an estimate; a broken one does not recur by chance.
same as (
    select
        village_id,
        period_from,
        per_capita_income_cny,
        count(*) as households,
        row_number() over (
            partition by village_id, period_from order by count(*) desc, per_capita_income_cny
        ) as place
    from monitoring
    where
        per_capita_income_cny
        <> round(per_capita_income_cny / {{ parameter('round_cny') }}) * {{ parameter('round_cny') }}
    group by village_id, period_from, per_capita_income_cny
    having count(*) >= {{ parameter('min_households') }}
),

gathered as (
    select
        monitoring.village_id,
        monitoring.period_from,
        min(monitoring.org_id) as org_id,
        min(monitoring.village) as village,
        max(monitoring.period_to) as period_to,
        {{ gathered_rows('monitoring.row_uid') }} as evidence
    from monitoring
    inner join same
        on
            monitoring.village_id = same.village_id
            and monitoring.period_from = same.period_from
            and monitoring.per_capita_income_cny = same.per_capita_income_cny
    group by monitoring.village_id, monitoring.period_from
),

final as (
    select
        'H02.2' as indicator_id,
        'organisation' as subject_type,
        gathered.village_id as subject_id,
        gathered.org_id,
        gathered.period_from as period_start,
        gathered.period_to as period_end,
        null as amount_cny,
        null as score,
        gathered.evidence,
        {{ detail({
            'subject': 'gathered.village',
            'period_from': 'gathered.period_from',
            'period_to': 'gathered.period_to',
            'households': 'same.households',
            'income': 'same.per_capita_income_cny'
        }) }} as detail
    from gathered
    inner join same on gathered.village_id = same.village_id and gathered.period_from = same.period_from
    where same.place = 1
)

select * from final
