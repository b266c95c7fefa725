with

receipts as (
    select *
    from {{ ref('fct_land_receipt_week') }}
    where is_due
),

final as (
    {{ metric_rows('land_received_rate', 'receipts', 'coalesce(sum(received_cny), 0)', 'sum(due_cny)') }}
)

select * from final
