with

posts as (select * from {{ ref('fct_parttime_post_week') }}),

final as (
    {{ metric_rows('parttime_posts_doubtful', 'posts', count_where('is_doubtful')) }}
)

select * from final
