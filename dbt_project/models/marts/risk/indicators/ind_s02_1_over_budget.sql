with

claims as (select * from {{ ref('int_expense_claims__identified') }}),

budgets as (
    select
        *,
        coalesce(org_id, org_name) as unit_id,
        coalesce(final_cny, amount_cny + coalesce(supplement_cny, 0)) as limit_cny,
        coalesce(supplemented_on, approved_on, cast('1900-01-01' as date)) as decided_on
    from {{ ref('int_subsidy__expense_budgets') }}
),

-- One row per supplement: the last one says what the budget came to.
limits as (
    select
        unit_id,
        year,
        category,
        min(org_id) as org_id,
        min(org_name) as org_name,
        {{ last_by('limit_cny', 'decided_on') }} as limit_cny,
        {{ gathered_rows('row_uid') }} as budget_rows
    from budgets
    group by unit_id, year, category
),

spent as (
    select
        unit_id,
        spent_year,
        category,
        sum(amount_cny) as spent_cny,
        max(spent_on) as last_on,
        {{ gathered_rows('row_uid') }} as claim_rows
    from claims
    group by unit_id, spent_year, category
),

final as (
    select
        'S02.1' as indicator_id,
        'other' as subject_type,
        limits.unit_id || '/' || {{ as_text('limits.year') }} || '/' || limits.category as subject_id,
        limits.org_id,
        cast({{ as_text('limits.year') }} || '-01-01' as date) as period_start,
        spent.last_on as period_end,
        spent.spent_cny - limits.limit_cny as amount_cny,
        null as score,
        {{ joined_rows('limits.budget_rows', 'spent.claim_rows') }} as evidence,
        {{ detail({
            'subject': "limits.org_name || ' ' || " ~ as_text('limits.year'),
            'unit': 'limits.org_name', 'year': 'limits.year', 'category': 'limits.category',
            'spent': 'spent.spent_cny', 'limit': 'limits.limit_cny', 'over': 'spent.spent_cny - limits.limit_cny'
        }) }} as detail
    from limits
    inner join spent
        on
            limits.unit_id = spent.unit_id
            and limits.year = spent.spent_year
            and limits.category = spent.category
    where spent.spent_cny > limits.limit_cny * {{ parameter('limit_share') }}
)

select * from final
