with

cases as (select * from {{ ref('fct_case_week') }}),

outcomes as (select * from {{ ref('int_accountability_outcomes__weekly') }}),

fields as (select week_id, case_no, min(field) as field from cases group by week_id, case_no),

-- A sanction of a leader stands among the cases, too; of the reviews only the lighter measures are taken from here.
united as (
    select
        week_id, 'case' as source, case_no as matter_no, case_no, unit, org_id, person_token,
        sanction as kind, sanction_on as decided_on, coalesce(field = 'eight_rules', false) as is_conduct,
        is_of_this_year, row_uid
    from cases
    where sanction is not null
    union all
    select
        outcomes.week_id, 'accountability' as source, outcomes.matter_no, outcomes.case_no, outcomes.unit,
        outcomes.org_id, outcomes.person_token, outcomes.outcome as kind, outcomes.decided_on,
        coalesce(fields.field = 'eight_rules', false) as is_conduct,
        coalesce(extract(year from outcomes.decided_on) = extract(year from outcomes.known_until), false)
            as is_of_this_year,
        outcomes.row_uid
    from outcomes
    left join fields on outcomes.week_id = fields.week_id and outcomes.case_no = fields.case_no
    where outcomes.outcome <> 'none'
),

final as (
    select
        week_id,
        source,
        matter_no,
        case_no,
        unit,
        org_id,
        kind,
        decided_on,
        is_conduct,
        is_of_this_year,
        source = 'accountability'
        and row_number() over (
            partition by week_id, source, is_of_this_year, matter_no order by decided_on, row_uid
        ) = 1 as is_first_of_matter,
        row_number() over (
            partition by week_id, kind, is_of_this_year, matter_no order by decided_on, row_uid
        ) = 1 as is_first_of_kind,
        row_number() over (
            partition by week_id, kind, is_of_this_year, person_token order by is_conduct desc, decided_on, row_uid
        ) = 1 as is_first_of_person,
        row_uid
    from united
)

select * from final
