with

items as (select * from {{ ref('fct_compensation_week') }}),

final as (
    {{ metric_rows('compensation_signed_rate', 'items', count_where('is_signed'), 'count(*)') }}
)

select * from final
