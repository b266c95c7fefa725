with

activities as (select * from {{ ref('fct_organisation_activity_week') }}),

final as (
    {{ metric_rows('activity_uploaded_rate', 'activities', count_where('is_uploaded'), 'count(*)') }}
)

select * from final
