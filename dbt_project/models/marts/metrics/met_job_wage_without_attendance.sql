with

wages as (select * from {{ ref('fct_job_wage_week') }}),

final as (
    {{ metric_rows('job_wage_without_attendance', 'wages', count_where('is_without_attendance')) }}
)

select * from final
