with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

scores as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__assessment_scores') }}),

delivered as (
    {{
        effective_rows(
            'scores',
            ['year', 'unit', 'category', 'indicator_no', 'indicator', 'scored_by'],
            has_round=false
        )
    }}
),

placed as (
    select
        delivered.*,
        coalesce(names.name, delivered.unit) as unit_name,
        names.org_id,
        coalesce(delivered.category like '%党建%' or delivered.category like '%党的建设%', false) as is_party_building,
        delivered.year = max(delivered.year) over (partition by delivered.week_id) as is_of_last_year,
        row_number() over (
            partition by delivered.week_id, delivered.year, delivered.match_key, delivered.category, delivered.indicator
            order by delivered.row_uid
        ) as scorer_place
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
),

-- Two offices may score one indicator; its points exist once.
final as (
    select
        week_id,
        unit_name as unit,
        org_id,
        year,
        category,
        indicator,
        max_score,
        score,
        is_party_building,
        is_of_last_year,
        row_number() over (
            partition by week_id, year, unit_name, is_party_building order by row_uid
        ) = 1 as is_first_of_unit,
        row_uid
    from placed
    where scorer_place = 1
)

select * from final
