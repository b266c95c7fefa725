with

hits as (
    select *
    from {{ ref('fct_match_hit_week') }}
    where is_verified
),

final as (
    {{ metric_rows('match_precision', 'hits', count_where('is_confirmed'), 'count(*)') }}
)

select * from final
