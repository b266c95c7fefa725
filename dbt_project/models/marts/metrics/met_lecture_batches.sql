with

events as (select * from {{ ref('fct_education_event_week') }}),

final as (
    {{ metric_rows('lecture_batches', 'events', count_where("kind = 'lecture'")) }}
)

select * from final
