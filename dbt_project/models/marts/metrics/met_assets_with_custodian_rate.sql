with

assets as (
    select *
    from {{ ref('fct_poverty_asset_week') }}
    where is_accepted and is_first_row
),

final as (
    {{ metric_rows('assets_with_custodian_rate', 'assets', count_where('has_custodian'), 'count(*)') }}
)

select * from final
