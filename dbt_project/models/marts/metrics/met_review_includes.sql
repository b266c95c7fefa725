with

reviews as (select * from {{ ref('fct_household_review_week') }}),

final as (
    {{ metric_rows('review_includes', 'reviews', count_where("is_last and decision = 'include'")) }}
)

select * from final
