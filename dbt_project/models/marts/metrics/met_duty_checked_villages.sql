with

checks as (select * from {{ ref('fct_duty_check_week') }}),

final as (
    {{ metric_rows('duty_checked_villages', 'checks', count_where('place_in_village = 1')) }}
)

select * from final
