with

measures as (select * from {{ ref('fct_measure_week') }}),

final as (
    {{ metric_rows('measures', 'measures', 'count(*)') }}
)

select * from final
