with

households as (select * from {{ ref('fct_welfare_household_week') }}),

final as (
    {{ metric_rows('welfare_households', 'households', count_where('is_on_roll')) }}
)

select * from final
