with

cells as (select * from {{ ref('fct_disclosure_cell_week') }}),

final as (
    {{ metric_rows('disclosure_missing_cells', 'cells', count_where('not is_posted')) }}
)

select * from final
