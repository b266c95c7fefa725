with

posts as (
    select *
    from {{ ref('fct_parttime_post_week') }}
    where is_to_be_cleared
),

final as (
    {{ metric_rows('parttime_posts_cleared_rate', 'posts', count_where('is_cleared'), 'count(*)') }}
)

select * from final
