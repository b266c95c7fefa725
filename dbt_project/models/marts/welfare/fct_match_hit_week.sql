with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

hits as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_household__match_hits') }}),

delivered as (
    {{
        effective_rows(
            'hits',
            ['village', 'hit_no', 'household_no', 'person_name_token', 'id_card_token', 'category', 'detail'],
            has_round=false
        )
    }}
),

judged as (
    select
        *,
        coalesce(verified_on <= known_until, verdict <> 'pending', false)
        and coalesce(verdict in ('removed', 'confirmed', 'cleared'), false) as is_verified,
        row_number() over (partition by week_id, category order by hit_on, row_uid) as category_place
    from delivered
    where coalesce(hit_on <= known_until, true)
),

final as (
    select
        judged.week_id,
        judged.hit_no,
        coalesce(names.name, judged.village) as village,
        names.org_id,
        judged.household_no,
        judged.category,
        judged.hit_on,
        judged.verdict,
        judged.is_verified,
        judged.is_verified and judged.verdict = 'removed' as is_removed,
        judged.is_verified and judged.verdict in ('removed', 'confirmed') as is_confirmed,
        judged.category_place = 1 as is_first_of_category,
        judged.row_uid
    from judged
    left join names on judged.week_id = names.week_id and judged.match_key = names.match_key
)

select * from final
