with

reviews as (select * from {{ ref('fct_household_review_week') }}),

final as (
    {{ metric_rows('review_kept', 'reviews', count_where("is_last and decision = 'keep'")) }}
)

select * from final
