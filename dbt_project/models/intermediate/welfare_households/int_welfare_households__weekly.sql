{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

members as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_household__welfare_households') }}),

delivered as (
    {{
        effective_rows(
            'members',
            [
                'village', 'household_no', 'householder_name_token', 'scheme',
                'id_card_token', 'person_name_token', 'entitled_from'
            ],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.known_until,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        coalesce(names.org_id, delivered.match_key) as village_id,
        delivered.household_no,
        delivered.id_card_token,
        coalesce(delivered.id_card_token, delivered.person_name_token) as person_key,
        delivered.entitled_from,
        delivered.stopped_from,
        coalesce(delivered.status, 'active') as status,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
