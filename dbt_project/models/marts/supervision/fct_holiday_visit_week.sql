with

weeks as (select * from {{ ref('int_weeks__spine') }}),

calendar as (select * from {{ ref('int_calendar__days') }} where holiday is not null),

visits as (select * from {{ ref('fct_visit_finding_week') }} where place_in_visit = 1),

holidays as (
    select
        holiday,
        extract(year from day_on) as year,
        min(day_on) as first_on,
        max(day_on) as last_on,
        {{ first_by('row_uid', 'day_on') }} as row_uid
    from calendar
    group by holiday, extract(year from day_on)
),

firsts as (select week_id, min(visited_on) as first_on from visits group by week_id),

final as (
    select
        weeks.week_id,
        holidays.holiday,
        holidays.first_on,
        holidays.last_on,
        cast(count(visits.visit_id) as integer) as visits,
        count(visits.visit_id) > 0 as is_visited,
        holidays.row_uid,
        min(visits.row_uid) as visit_row_uid
    from weeks
    inner join firsts on weeks.week_id = firsts.week_id
    inner join holidays on weeks.known_until >= holidays.last_on and firsts.first_on <= holidays.last_on
    left join visits
        on
            weeks.week_id = visits.week_id
            and (
                visits.visited_on between holidays.first_on and holidays.last_on
                or (
                    {{ fold_name('visits.holiday') }} = {{ fold_name('holidays.holiday') }}
                    and extract(year from visits.visited_on) = holidays.year
                )
            )
    group by weeks.week_id, holidays.holiday, holidays.first_on, holidays.last_on, holidays.row_uid
)

select * from final
