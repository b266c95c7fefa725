with

meetings as (select * from {{ ref('fct_village_meeting_week') }} where is_important),

final as (
    {{ metric_rows('important_meetings_attended_rate', 'meetings', count_where('is_attended'), 'count(*)') }}
)

select * from final
