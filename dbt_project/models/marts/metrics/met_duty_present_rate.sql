with

checks as (select * from {{ ref('fct_duty_check_week') }} where rostered_count > 0),

final as (
    {{ metric_rows('duty_present_rate', 'checks', 'sum(present_count)', 'sum(rostered_count)') }}
)

select * from final
