with

visits as (
    select *, row_number() over (partition by org_name order by checked_on, session, row_uid) as visit
    from {{ ref('int_ledger__duty_checks') }}
),

cadres as (
    select org_name, {{ fold_name('cadre_name') }} as cadre, min(person_id) as person_id
    from {{ ref('int_register__village_cadres') }}
    group by org_name, {{ fold_name('cadre_name') }}
),

named as (
    select org_id, org_name, checked_on, visit, row_uid, {{ each_name('absent') }} as written
    from visits
    where absence_reason = 'no_reason' and absent is not null
),

away as (
    select distinct org_id, org_name, checked_on, visit, row_uid, {{ fold_name('written') }} as cadre
    from named
),

-- From each absence on, how many there are among so many visits in a row.
counted as (
    select
        away.org_name,
        away.cadre,
        away.visit,
        count(*) as times
    from away
    inner join away as other
        on
            away.org_name = other.org_name
            and away.cadre = other.cadre
            and other.visit between away.visit and away.visit + {{ parameter('visits') }} - 1
    group by away.org_name, away.cadre, away.visit
),

flagged as (
    select distinct away.*
    from counted
    inner join away
        on
            counted.org_name = away.org_name
            and counted.cadre = away.cadre
            and away.visit between counted.visit and counted.visit + {{ parameter('visits') }} - 1
    where counted.times >= {{ parameter('absences') }}
),

final as (
    select
        'L08.4' as indicator_id,
        'person' as subject_type,
        coalesce(max(cadres.person_id), flagged.org_name || '/' || flagged.cadre) as subject_id,
        max(flagged.org_id) as org_id,
        min(flagged.checked_on) as period_start,
        max(flagged.checked_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('flagged.row_uid') }} as evidence,
        {{ detail({
            'subject': 'flagged.cadre', 'village': 'flagged.org_name', 'times': 'count(*)',
            'first_on': 'min(flagged.checked_on)', 'last_on': 'max(flagged.checked_on)'
        }) }} as detail
    from flagged
    left join cadres on flagged.org_name = cadres.org_name and flagged.cadre = cadres.cadre
    group by flagged.org_name, flagged.cadre
)

select * from final
