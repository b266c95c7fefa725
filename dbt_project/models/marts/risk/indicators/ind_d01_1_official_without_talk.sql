with

cadres as (
    select *
    from {{ ref('int_party__cadres') }}
    where level in ('county', 'section') and coalesce(status, 'at_work') = 'at_work'
),

payroll as (
    select person_id, max(row_uid) as row_uid
    from {{ ref('int_register__fiscal_staff') }}
    where coalesce(status, 'active') = 'active'
    group by person_id
),

talks as (
    select *
    from {{ ref('int_discipline__integrity_talks') }}
    where talked_on > {{ add_months(known_until(), '-1 * ' ~ parameter('months')) }}
),

-- Whose number was left out or mistyped is met by name and unit.
talked as (
    select cadres.person_id
    from cadres
    inner join talks on cadres.person_id = talks.person_id
    union
    select cadres.person_id
    from cadres
    inner join talks
        on
            cadres.org_name = talks.org_name
            and {{ fold_name('cadres.cadre_name') }} = {{ fold_name('talks.interviewee') }}
    where not coalesce(talks.id_card_valid, false)
),

final as (
    select
        'D01.1' as indicator_id,
        'person' as subject_type,
        cadres.person_id as subject_id,
        max(cadres.org_id) as org_id,
        cast(null as date) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('cadres.row_uid'), gathered_rows('payroll.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'max(cadres.cadre_name)',
            'unit': 'max(cadres.org_name)',
            'post': 'max(cadres.post)',
            'months': 'cast(' ~ parameter('months') ~ ' as integer)'
        }) }} as detail
    from cadres
    inner join payroll on cadres.person_id = payroll.person_id
    left join talked on cadres.person_id = talked.person_id
    where
        talked.person_id is null
        and coalesce({{ days_between('cadres.valid_from', known_until()) }} > {{ parameter('settling_days') }}, true)
    group by cadres.person_id
)

select * from final
