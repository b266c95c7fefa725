with

units as (
    select *
    from {{ ref('fct_supervised_unit_week') }}
    where is_first_of_unit
),

final as (
    {{ metric_rows('units_assigned_once_rate', 'units', count_where('is_assigned_once'), 'count(*)') }}
)

select * from final
