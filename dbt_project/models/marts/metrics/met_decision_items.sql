with

items as (select * from {{ ref('fct_decision_item_week') }}),

final as (
    {{ metric_rows('decision_items', 'items', count_where('is_of_four_kinds')) }}
)

select * from final
