with

measures as (select * from {{ ref('fct_measure_week') }}),

final as (
    {{ metric_rows('measure_declared_rate', 'measures', count_where('is_declared'), 'count(*)') }}
)

select * from final
