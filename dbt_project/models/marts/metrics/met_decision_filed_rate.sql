with

items as (select * from {{ ref('fct_decision_item_week') }} where is_of_four_kinds),

final as (
    {{ metric_rows('decision_filed_rate', 'items', count_where('is_filed_before'), 'count(*)') }}
)

select * from final
