with

meetings as (select * from {{ ref('fct_organisation_life_week') }}),

final as (
    {{ metric_rows('organisation_life_on_schedule_rate', 'meetings', count_where('is_held'), 'count(*)') }}
)

select * from final
