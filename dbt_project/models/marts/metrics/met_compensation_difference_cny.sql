with

items as (select * from {{ ref('fct_compensation_week') }}),

final as (
    {{ metric_rows('compensation_difference_cny', 'items', 'coalesce(sum(abs(difference_cny)), 0)') }}
)

select * from final
