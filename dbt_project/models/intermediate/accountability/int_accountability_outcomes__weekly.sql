{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

outcomes as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_discipline__accountability_outcomes') }}
),

delivered as (
    {{
        effective_rows(
            'outcomes',
            ['case_no', 'outcome_no', 'person_name_token', 'id_card_token', 'outcome', 'decided_on'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.known_until,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.case_no,
        coalesce(delivered.outcome_no, delivered.case_no) as matter_no,
        coalesce(delivered.id_card_token, delivered.person_name_token) as person_token,
        delivered.outcome,
        delivered.decided_on,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where coalesce(delivered.decided_on <= delivered.known_until, true)
)

select * from final
