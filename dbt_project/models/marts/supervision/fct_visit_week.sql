with

weeks as (select * from {{ ref('int_weeks__spine') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

visits as (select * from {{ ref('fct_visit_finding_week') }} where place_in_visit = 1),

firsts as (
    select
        week_id,
        min(visited_week_id) as visited_week_id
    from visits
    group by week_id
),

-- The duty begins with the first visit; a week without one afterwards is a week that missed it.
final as (
    select
        weeks.week_id,
        past.week_id as visited_week_id,
        cast(count(visits.visit_id) as integer) as visits,
        cast({{ count_where("visits.kind = 'undercover'") }} as integer) as undercover_visits,
        cast({{ count_where('visits.has_visit_finding') }} as integer) as visits_with_finding,
        parameters.weekly_visits as visits_due,
        count(visits.visit_id) >= parameters.weekly_visits as has_enough_visits,
        min(visits.row_uid) as row_uid
    from weeks
    inner join firsts on weeks.week_id = firsts.week_id
    inner join weeks as past on weeks.week_no >= past.week_no and firsts.visited_week_id <= past.week_id
    inner join parameters on past.week_id = parameters.week_id
    left join visits on weeks.week_id = visits.week_id and past.week_id = visits.visited_week_id
    group by weeks.week_id, past.week_id, parameters.weekly_visits
)

select * from final
