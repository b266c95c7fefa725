with

units as (
    select *
    from {{ ref('fct_supervised_unit_week') }}
    where is_first_of_unit and is_inspected is not null
),

final as (
    {{ metric_rows('district_inspection_coverage', 'units', count_where('is_inspected'), 'count(*)') }}
)

select * from final
