with

households as (
    select *
    from {{ ref('fct_poverty_household_week') }}
    where is_on_register and is_monitored is not null
),

final as (
    {{ metric_rows('monitoring_coverage', 'households', count_where('is_monitored'), 'count(*)') }}
)

select * from final
