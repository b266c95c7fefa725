with

measures as (select * from {{ ref('fct_measure_week') }}),

final as (
    {{ metric_rows('recovered_cny', 'measures', 'sum(recovered_cny)') }}
)

select * from final
