with

checks as (select * from {{ ref('fct_supervision_check_week') }} where is_fixed_on_time is not null),

final as (
    {{ metric_rows('supervision_fixed_on_time_rate', 'checks', count_where('is_fixed_on_time'), 'count(*)') }}
)

select * from final
