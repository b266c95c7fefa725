with

hits as (select * from {{ ref('fct_match_hit_week') }}),

final as (
    {{ metric_rows('match_verified_rate', 'hits', count_where('is_verified'), 'count(*)') }}
)

select * from final
