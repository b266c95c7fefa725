with

events as (select * from {{ ref('fct_education_event_week') }}),

final as (
    {{ metric_rows('screenings', 'events', count_where("kind = 'film'")) }}
)

select * from final
