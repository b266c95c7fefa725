with

cells as (select * from {{ ref('fct_disclosure_cell_week') }}),

final as (
    {{ metric_rows('disclosure_on_time_rate', 'cells', count_where('is_on_time'), 'count(*)') }}
)

select * from final
