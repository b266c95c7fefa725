with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

cadres as (select * from {{ ref('int_party__cadres') }}),

sessions as (select * from {{ ref('int_study_sessions__identified') }}),

lecturers as (
    select distinct sessions.unit_id, {{ fold_name('sessions.leader') }} as leader_key
    from sessions
    cross join weeks
    where
        sessions.form = 'leader_lecture'
        and extract(year from sessions.held_on) = extract(year from weeks.known_until)
),

-- A leader may stand in the roster with several posts, each a row.
leaders as (
    select
        coalesce(cadres.person_id, cadres.org_name || '/' || cadres.cadre_name) as subject_id,
        coalesce(cadres.org_id, cadres.unit) as unit_id,
        {{ fold_name('cadres.cadre_name') }} as leader_key,
        min(cadres.org_id) as org_id,
        min(cadres.org_name) as org_name,
        min(cadres.cadre_name) as cadre_name,
        min(cadres.post) as post,
        min(cadres.valid_from) as in_post_from,
        min(weeks.known_until) as known_until,
        {{ gathered_rows('cadres.row_uid') }} as evidence
    from cadres
    cross join weeks
    where
        cadres.is_leader
        and cadres.status = 'at_work'
        and coalesce(cadres.valid_to >= weeks.known_until, true)
        and extract(month from weeks.known_until) >= {{ parameter('from_month') }}
    group by 1, 2, 3
),

-- Who leads two units owes one lecture, wherever it was given.
idle as (
    select leaders.*
    from leaders
    left join lecturers on leaders.unit_id = lecturers.unit_id and leaders.leader_key = lecturers.leader_key
    where
        lecturers.leader_key is null
        and {{ days_between('leaders.in_post_from', 'leaders.known_until') }} > {{ parameter('new_days') }}
),

final as (
    select
        'P01.5' as indicator_id,
        'person' as subject_type,
        subject_id,
        org_id,
        {{ as_date("extract(year from known_until) || '-01-01'") }} as period_start,
        known_until as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'cadre_name',
            'unit': 'org_name',
            'post': 'post',
            'in_post_from': 'in_post_from',
            'year': 'extract(year from known_until)',
            'known_until': 'known_until'
        }) }} as detail
    from idle
)

select * from final
