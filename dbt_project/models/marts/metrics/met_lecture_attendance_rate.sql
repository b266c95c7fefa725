with

attendances as (select * from {{ ref('fct_lecture_attendance_week') }}),

final as (
    {{ metric_rows('lecture_attendance_rate', 'attendances', count_where('has_come'), 'count(*)') }}
)

select * from final
