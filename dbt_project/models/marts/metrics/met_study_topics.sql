with

topics as (select * from {{ ref('fct_study_topic_week') }}),

final as (
    {{ metric_rows('study_topics', 'topics', count_where('is_first_of_topic')) }}
)

select * from final
