with

observations as (select * from {{ ref('stg_landing__finding_observations') }}),

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

-- What later weeks showed is not known yet; this week's own observation is what this build will write.
earlier as (
    select observations.*
    from observations
    inner join weeks on observations.week_id < weeks.week_id
),

bounds as (select max(week_id) as latest_week from earlier),

ranked as (
    select
        earlier.*,
        min(earlier.week_id) over (partition by earlier.finding_id) as first_seen_week,
        count(*) over (partition by earlier.finding_id) as weeks_seen,
        row_number() over (partition by earlier.finding_id order by earlier.week_id desc) as recency
    from earlier
),

final as (
    select
        ranked.*,
        ranked.week_id as last_seen_week,
        ranked.week_id = bounds.latest_week as was_seen_last
    from ranked
    cross join bounds
    where ranked.recency = 1
)

select * from final
