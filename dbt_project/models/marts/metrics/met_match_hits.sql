with

hits as (select * from {{ ref('fct_match_hit_week') }}),

final as (
    {{ metric_rows('match_hits', 'hits', 'count(*)') }}
)

select * from final
