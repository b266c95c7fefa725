with

items as (select * from {{ ref('fct_decision_item_week') }}),

final as (
    {{
        metric_rows(
            'designated_recorders', 'items', count_where('recorder is not null and place_of_recorder = 1')
        )
    }}
)

select * from final
