{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

reviews as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_household__household_reviews') }}),

delivered as (
    {{
        effective_rows(
            'reviews',
            [
                'village', 'household_no', 'householder_name_token', 'id_card_token',
                'scheme', 'visited_on', 'source'
            ],
            has_round=false
        )
    }}
),

placed as (
    select
        delivered.*,
        coalesce(names.name, delivered.village) as village_name,
        names.org_id,
        coalesce(names.org_id, delivered.match_key) as village_id,
        coalesce(delivered.household_no, delivered.id_card_token, delivered.householder_name_token) as home_key
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.visited_on <= delivered.known_until
),

-- A second visit stands in place of the first, but for one that decided nothing.
ranked as (
    select
        *,
        row_number() over (
            partition by week_id, village_id, home_key, scheme
            order by coalesce(decision = 'undecided', true), visited_on desc, row_uid desc
        ) as place
    from placed
),

final as (
    select
        week_id,
        known_until,
        village_id,
        village_name as village,
        org_id,
        home_key,
        household_no,
        id_card_token,
        scheme,
        visited_on,
        decision,
        effective_month,
        publicised_on,
        place = 1 as is_last,
        row_uid
    from ranked
)

select * from final
