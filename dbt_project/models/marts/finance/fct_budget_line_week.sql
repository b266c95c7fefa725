with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

lines as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_audit__budget_lines') }}),

delivered as (
    {{
        effective_rows(
            'lines',
            ['year', 'unit', 'line_code', 'line', 'category', 'fund_source'],
            has_round=false
        )
    }}
),

named as (
    select
        delivered.*,
        coalesce(names.name, delivered.unit) as unit_name,
        names.org_id,
        coalesce(delivered.approved_on <= delivered.known_until, false) as is_approved
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
),

final as (
    select
        week_id,
        year,
        unit_name as unit,
        org_id,
        line_code,
        line,
        category,
        fund_source,
        coalesce(adjusted_cny, amount_cny) as amount_cny,
        coalesce(spent_cny, 0) as spent_cny,
        approved_on,
        is_approved,
        year = extract(year from known_until) as is_of_this_year,
        row_number() over (
            partition by week_id, year, coalesce(org_id, unit_name) order by is_approved desc, row_uid
        ) = 1 as is_first_of_unit,
        row_uid
    from named
)

select * from final
