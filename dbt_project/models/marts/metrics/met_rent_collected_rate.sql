with

assets as (
    select *
    from {{ ref('fct_poverty_asset_week') }}
    where rent_due_cny is not null
),

final as (
    {{
        metric_rows(
            'rent_collected_rate', 'assets',
            'coalesce(sum(coalesce(rent_received_cny, 0)), 0)',
            'sum(rent_due_cny)'
        )
    }}
)

select * from final
