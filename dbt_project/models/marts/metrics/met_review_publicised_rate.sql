with

reviews as (
    select *
    from {{ ref('fct_household_review_week') }}
    where is_to_be_publicised
),

final as (
    {{ metric_rows('review_publicised_rate', 'reviews', count_where('is_publicised'), 'count(*)') }}
)

select * from final
