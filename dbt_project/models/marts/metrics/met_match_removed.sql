with

hits as (select * from {{ ref('fct_match_hit_week') }}),

final as (
    {{ metric_rows('match_removed', 'hits', count_where('is_removed')) }}
)

select * from final
