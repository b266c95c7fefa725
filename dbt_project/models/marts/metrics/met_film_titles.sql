with

events as (select * from {{ ref('fct_education_event_week') }}),

final as (
    {{ metric_rows('film_titles', 'events', count_where("kind = 'film' and is_first_of_title")) }}
)

select * from final
