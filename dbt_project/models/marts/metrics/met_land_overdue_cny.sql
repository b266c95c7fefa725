with

receipts as (select * from {{ ref('fct_land_receipt_week') }}),

final as (
    {{
        metric_rows(
            'land_overdue_cny', 'receipts',
            'coalesce(sum(case when is_due then outstanding_cny end), 0)'
        )
    }}
)

select * from final
