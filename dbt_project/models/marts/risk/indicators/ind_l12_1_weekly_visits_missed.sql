with

spine as (select * from {{ ref('int_weeks__spine') }} where is_current),

visits as (
    select *, {{ week_start('visited_on') }} as week_start_on
    from {{ ref('int_ledger__undercover_visits') }}
    where visited_on <= {{ known_until() }}
),

bounds as (
    select min(visits.visited_on) as first_on, max(spine.known_until) as last_on, max(spine.week_end_on) as week_end_on
    from visits
    cross join spine
),

-- The duty begins with the first visit; the week of the build counts once it is over.
weeks as (
    select *
    from (select {{ each_week('first_on', 'last_on') }} as week_start_on, last_on, week_end_on from bounds) as listed
    where week_start_on < {{ week_start('last_on') }} or week_end_on <= last_on
),

counted as (
    select
        weeks.week_start_on,
        count(distinct visits.visit_no) as visits,
        {{ gathered_rows('visits.row_uid') }} as row_uids,
        max(visits.row_uid) as row_uid,
        -- Inspectors who were lent to a case had no time: their remark of that week says so.
        {{ count_where(fits('visits.note', "'抽调办案'")) }} as excused
    from weeks
    left join visits on weeks.week_start_on = visits.week_start_on
    group by weeks.week_start_on
),

-- A week without a visit has no row of its own: the last one before it shows the duty.
shown as (
    select *, {{ last_known_before('row_uid', 'order by week_start_on') }} as row_uid_before
    from counted
),

final as (
    select
        'L12.1' as indicator_id,
        'other' as subject_type,
        {{ iso_week_id('week_start_on') }} as subject_id,
        null as org_id,
        week_start_on as period_start,
        {{ add_days('week_start_on', 6) }} as period_end,
        null as amount_cny,
        null as score,
        case when visits > 0 then row_uids else {{ row_list(['row_uid_before']) }} end as evidence,
        {{ detail({
            'subject': iso_week_id('week_start_on'),
            'week_start_on': 'week_start_on',
            'visits': 'visits',
            'visits_due': 'cast(' ~ parameter('visits_due') ~ ' as integer)'
        }) }} as detail
    from shown
    where visits < {{ parameter('visits_due') }} and excused = 0
)

select * from final
