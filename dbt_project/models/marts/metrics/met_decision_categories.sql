with

categories as (
    select
        week_id,
        cast(null as varchar) as org_id,
        category
    from {{ ref('fct_decision_item_week') }}
    where is_of_four_kinds
    group by week_id, category
),

final as (
    {{ metric_rows('decision_categories', 'categories', 'count(*)') }}
)

select * from final
