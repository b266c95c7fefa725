with

households as (
    select *
    from {{ ref('fct_welfare_household_week') }}
    where is_owed_review
),

final as (
    {{ metric_rows('review_rate', 'households', count_where('is_reviewed'), 'count(*)') }}
)

select * from final
