with

reviews as (select * from {{ ref('int_household__household_reviews') }}),

names as (select * from {{ ref('int_organisations__named') }}),

-- Several groups may go out under one team's name, so the visits of each official are counted.
visits as (
    select
        row_uid,
        visited_on,
        street,
        coalesce(team, reviewers) as team,
        {{ each_name('coalesce(reviewers, team)') }} as reviewer
    from reviews
),

days as (
    select
        team,
        visited_on,
        reviewer,
        min(street) as street,
        count(*) as households,
        {{ gathered_rows('row_uid') }} as evidence
    from visits
    group by team, visited_on, reviewer
),

ranked as (
    select
        *,
        row_number() over (partition by team, visited_on order by households desc, reviewer) as place
    from days
),

final as (
    select
        'H01.3' as indicator_id,
        'visit' as subject_type,
        ranked.team || '/' || {{ as_text('ranked.visited_on') }} as subject_id,
        names.org_id,
        ranked.visited_on as period_start,
        ranked.visited_on as period_end,
        null as amount_cny,
        null as score,
        ranked.evidence,
        {{ detail({
            'subject': 'ranked.team',
            'visited_on': 'ranked.visited_on',
            'reviewer': 'ranked.reviewer',
            'households': 'ranked.households'
        }) }} as detail
    from ranked
    left join names on names.is_current and {{ fold_name('ranked.street') }} = names.match_key
    where ranked.place = 1 and ranked.households > {{ parameter('visits_per_day') }}
)

select * from final
