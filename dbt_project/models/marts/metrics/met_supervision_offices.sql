with

units as (select * from {{ ref('fct_supervised_unit_week') }}),

final as (
    {{ metric_rows('supervision_offices', 'units', count_where('is_first_of_office')) }}
)

select * from final
