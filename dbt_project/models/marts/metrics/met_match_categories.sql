with

hits as (select * from {{ ref('fct_match_hit_week') }}),

final as (
    {{ metric_rows('match_categories', 'hits', count_where('is_first_of_category')) }}
)

select * from final
