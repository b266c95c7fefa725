with

measures as (select * from {{ ref('fct_measure_week') }}),

final as (
    {{ metric_rows('premature_actions', 'measures', count_where('is_premature')) }}
)

select * from final
