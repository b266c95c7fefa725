with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

cases as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__cases') }}),

outcomes as (select * from {{ ref('int_accountability_outcomes__weekly') }}),

asked as (select distinct week_id from outcomes),

delivered as (
    {{
        effective_rows(
            'cases',
            ['case_no', 'person_name_token', 'id_card_token', 'sanction'],
            has_round=false
        )
    }}
),

reviewed as (select week_id, case_no, min(row_uid) as row_uid from outcomes group by week_id, case_no),

dated as (
    select
        delivered.*,
        coalesce(closed_on <= known_until, false) as is_closed,
        coalesce(sanction_on <= known_until and sanction <> 'none', false) as is_sanctioned,
        row_number() over (partition by week_id, case_no order by sanction_on nulls last, row_uid) = 1
            as is_first_of_case
    from delivered
    where opened_on <= known_until
),

-- The rules on conduct were made at the end of 2012.
final as (
    select
        dated.week_id,
        dated.case_no,
        coalesce(names.name, dated.unit) as unit,
        names.org_id,
        coalesce(dated.id_card_token, dated.person_name_token) as person_token,
        dated.field,
        dated.opened_on,
        case when dated.is_sanctioned then dated.sanction end as sanction,
        case when dated.is_sanctioned then dated.sanction_on end as sanction_on,
        dated.is_closed,
        coalesce(dated.field = 'eight_rules', false) and dated.is_sanctioned
        and dated.sanction_on >= {{ as_date("'2012-11-01'") }} as is_conduct,
        dated.is_sanctioned
        and extract(year from dated.sanction_on) = extract(year from dated.known_until) as is_of_this_year,
        dated.is_closed and not coalesce(dated.is_confidential, false) as is_publishable,
        coalesce(dated.bulletin_on <= dated.known_until, false) as is_published,
        dated.is_first_of_case,
        row_number() over (
            partition by dated.week_id, dated.field, coalesce(dated.id_card_token, dated.person_name_token)
            order by dated.row_uid
        ) = 1 as is_first_of_person,
        case when asked.week_id is not null then reviewed.row_uid is not null end as is_leader_reviewed,
        dated.row_uid,
        reviewed.row_uid as outcome_row_uid
    from dated
    left join names on dated.week_id = names.week_id and dated.match_key = names.match_key
    left join reviewed on dated.week_id = reviewed.week_id and dated.case_no = reviewed.case_no
    left join asked on dated.week_id = asked.week_id
)

select * from final
