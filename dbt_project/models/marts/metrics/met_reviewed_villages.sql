with

reviews as (select * from {{ ref('fct_household_review_week') }}),

final as (
    {{ metric_rows('reviewed_villages', 'reviews', count_where('is_first_of_village')) }}
)

select * from final
