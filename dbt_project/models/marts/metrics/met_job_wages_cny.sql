with

wages as (select * from {{ ref('fct_job_wage_week') }}),

final as (
    {{ metric_rows('job_wages_cny', 'wages', 'coalesce(sum(amount_cny), 0)') }}
)

select * from final
