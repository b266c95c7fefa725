with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

budgets as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_subsidy__expense_budgets') }}),

claims as (select * from {{ ref('fct_expense_claim_week') }}),

delivered as (
    {{ effective_rows('budgets', ['unit', 'year', 'category', 'supplemented_on'], has_round=false) }}
),

spent as (
    select
        week_id,
        unit,
        year,
        category,
        sum(amount_cny) as spent_cny
    from claims
    group by week_id, unit, year, category
),

-- Of several rows of one budget the one with the last supplement.
named as (
    select
        delivered.*,
        coalesce(names.name, delivered.unit) as unit_name,
        names.org_id,
        row_number() over (
            partition by
                delivered.week_id, coalesce(names.name, delivered.unit), delivered.year, delivered.category
            order by coalesce(delivered.supplemented_on, delivered.approved_on) desc, delivered.row_uid desc
        ) as place
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where coalesce(delivered.supplemented_on <= delivered.known_until, true)
),

final as (
    select
        named.week_id,
        named.unit_name as unit,
        named.org_id,
        named.year,
        named.category,
        coalesce(named.final_cny, named.amount_cny + coalesce(named.supplement_cny, 0)) as budget_cny,
        coalesce(spent.spent_cny, 0) as spent_cny,
        named.year = extract(year from named.known_until) as is_of_this_year,
        named.row_uid
    from named
    left join spent
        on
            named.week_id = spent.week_id
            and named.unit_name = spent.unit
            and named.year = spent.year
            and named.category = spent.category
    where named.place = 1
)

select * from final
