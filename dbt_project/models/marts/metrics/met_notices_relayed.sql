with

events as (select * from {{ ref('fct_education_event_week') }}),

final as (
    {{ metric_rows('notices_relayed', 'events', count_where("kind in ('bulletin', 'relay')")) }}
)

select * from final
