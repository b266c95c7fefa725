with

-- A company that refuses to sign has been reported to the register's office, says the remark.
cleared as (
    select *
    from {{ ref('int_party__parttime_declarations') }}
    where
        cleared_on is not null
        and person_id is not null
        and not coalesce({{ fits('note', "'函告'") }}, false)
),

listed as (select * from {{ ref('int_register__business_officers') }} where valid_to is null),

-- Only a role that was there when it was cleared can have stayed.
final as (
    select
        'P07.2' as indicator_id,
        'person' as subject_type,
        cleared.person_id as subject_id,
        min(cleared.org_id) as org_id,
        cleared.cleared_on as period_start,
        max(listed.snapshot_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('cleared.row_uid'), gathered_rows('listed.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'min(cleared.cadre_name)',
            'unit': 'min(cleared.org_name)',
            'company': 'min(cleared.company)',
            'post': first_by('cleared.post', 'cleared.company'),
            'cleared_on': 'cleared.cleared_on',
            'role': first_by('listed.role', 'cleared.company'),
            'snapshot_on': 'max(listed.snapshot_on)',
            'days': 'max(' ~ days_between('cleared.cleared_on', 'listed.snapshot_on') ~ ')'
        }) }} as detail
    from cleared
    inner join listed
        on
            cleared.person_id = listed.person_id
            and (
                cleared.credit_code = listed.credit_code
                or {{ fold_name('cleared.company') }} = {{ fold_name('listed.firm') }}
            )
            and coalesce(listed.valid_from <= cleared.cleared_on, true)
    where {{ days_between('cleared.cleared_on', 'listed.snapshot_on') }} > {{ parameter('register_days') }}
    group by cleared.person_id, cleared.cleared_on
)

select * from final
