with

topics as (
    select *
    from {{ ref('fct_study_topic_week') }}
    where is_due
),

final as (
    {{ metric_rows('study_plan_done_rate', 'topics', count_where('is_studied'), 'count(*)') }}
)

select * from final
