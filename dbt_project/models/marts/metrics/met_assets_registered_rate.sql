with

assets as (
    select *
    from {{ ref('fct_poverty_asset_week') }}
    where is_accepted and is_first_row
),

final as (
    {{ metric_rows('assets_registered_rate', 'assets', count_where('is_registered'), 'count(*)') }}
)

select * from final
