with

purchases as (
    select *
    from {{ ref('fct_procurement_week') }}
    where amount_cny is not null
),

final as (
    {{
        metric_rows(
            'single_source_share', 'purchases',
            'coalesce(sum(case when is_single_source then amount_cny end), 0)',
            'sum(amount_cny)'
        )
    }}
)

select * from final
