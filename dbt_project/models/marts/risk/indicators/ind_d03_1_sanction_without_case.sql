with

sanctioned as (
    select distinct person_id
    from {{ ref('int_discipline__cases') }}
    where sanction_on is not null and coalesce(sanction, 'unknown') <> 'none'
),

reported as (
    select
        *,
        coalesce(outcome_no, case_no) as matter_no
    from {{ ref('int_discipline__accountability_outcomes') }}
    -- Without a number nobody can say whether the case ledger knows the person.
    where outcome in ('party_sanction', 'admin_sanction') and person_id is not null
),

final as (
    select
        'D03.1' as indicator_id,
        'case' as subject_type,
        reported.matter_no as subject_id,
        max(reported.org_id) as org_id,
        min(reported.decided_on) as period_start,
        max(reported.decided_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('reported.row_uid') }} as evidence,
        {{ detail({
            'subject': 'reported.matter_no',
            'person': 'max(reported.person_name_masked)',
            'unit': 'max(reported.org_name)',
            'outcome': 'max(reported.outcome)',
            'decided_on': 'min(reported.decided_on)'
        }) }} as detail
    from reported
    left join sanctioned on reported.person_id = sanctioned.person_id
    where sanctioned.person_id is null
    group by reported.matter_no
)

select * from final
