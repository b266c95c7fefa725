with

-- Who is sent into a company by the organisation has that in the roster's remark.
cadres as (
    select
        person_id,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(cadre_name) as cadre_name,
        min(post) as post,
        min(row_uid) as row_uid
    from {{ ref('int_party__cadres') }}
    where
        level in ('county', 'section')
        and person_id is not null
        and coalesce(status, '') not in ('retired', 'left')
        and coalesce(valid_to >= known_until, true)
    group by person_id
    having {{ count_where('coalesce(' ~ fits('note', "'选派|委派'") ~ ', false)') }} = 0
),

declared as (select * from {{ ref('int_party__parttime_declarations') }}),

-- By number, never by name: a namesake is another person.
hidden as (
    select officers.*
    from {{ ref('int_register__business_officers') }} as officers
    left join declared
        on
            officers.person_id = declared.person_id
            and (
                officers.credit_code = declared.credit_code
                or {{ fold_name('officers.firm') }} = {{ fold_name('declared.company') }}
            )
    where
        declared.row_uid is null
        and coalesce(officers.valid_to > officers.known_until, true)
),

final as (
    select
        'P07.1' as indicator_id,
        'person' as subject_type,
        cadres.person_id as subject_id,
        min(cadres.org_id) as org_id,
        hidden.valid_from as period_start,
        max(hidden.snapshot_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('hidden.row_uid'), gathered_rows('cadres.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'min(cadres.cadre_name)',
            'unit': 'min(cadres.org_name)',
            'post': 'min(cadres.post)',
            'firm': 'min(hidden.firm)',
            'role': first_by('hidden.role', 'hidden.firm'),
            'since': 'hidden.valid_from',
            'snapshot_on': 'max(hidden.snapshot_on)'
        }) }} as detail
    from hidden
    inner join cadres on hidden.person_id = cadres.person_id
    group by cadres.person_id, hidden.valid_from
)

select * from final
