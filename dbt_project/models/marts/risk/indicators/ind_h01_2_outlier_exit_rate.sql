with

reviews as (
    select *, coalesce(org_id, village) as village_id
    from {{ ref('int_household_reviews__assessed') }}
    where is_last and decision in ('exit', 'keep', 'adjust')
),

villages as (
    select
        village_id,
        min(org_id) as org_id,
        min(village) as village,
        min(visited_on) as first_on,
        max(visited_on) as last_on,
        count(*) as households,
        {{ count_where("decision = 'exit'") }} as exits
    from reviews
    group by village_id
    having count(*) >= {{ parameter('min_households') }}
),

-- The median village, so that the villages looked for do not shift what is usual.
usual as (select {{ median_of('exits * 1.0 / households') }} as exit_rate from villages),

judged as (
    select
        villages.*,
        usual.exit_rate as usual_rate,
        villages.exits * 1.0 / villages.households as exit_rate,
        (villages.exits - villages.households * usual.exit_rate)
        / nullif(sqrt(villages.households * usual.exit_rate * (1 - usual.exit_rate)), 0) as deviations
    from villages
    cross join usual
),

outliers as (
    select *
    from judged
    where (exits = 0 and usual_rate > 0) or deviations >= {{ parameter('deviations') }}
),

-- Where somebody left, the exits are to be looked at; where nobody did, all that stayed.
shown as (
    select reviews.village_id, {{ gathered_rows('reviews.row_uid') }} as evidence
    from reviews
    inner join outliers on reviews.village_id = outliers.village_id
    where outliers.exits = 0 or reviews.decision = 'exit'
    group by reviews.village_id
),

final as (
    select
        'H01.2' as indicator_id,
        'organisation' as subject_type,
        outliers.village_id as subject_id,
        outliers.org_id,
        outliers.first_on as period_start,
        outliers.last_on as period_end,
        null as amount_cny,
        null as score,
        shown.evidence,
        {{ detail({
            'subject': 'outliers.village',
            'first_on': 'outliers.first_on',
            'last_on': 'outliers.last_on',
            'households': 'outliers.households',
            'exits': 'outliers.exits',
            'exit_rate': 'round(outliers.exit_rate, 4)',
            'usual_rate': 'round(outliers.usual_rate, 4)'
        }) }} as detail
    from outliers
    inner join shown on outliers.village_id = shown.village_id
)

select * from final
