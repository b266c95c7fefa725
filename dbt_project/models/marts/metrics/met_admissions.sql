with

people as (select * from {{ ref('fct_member_development_week') }}),

final as (
    {{ metric_rows('admissions', 'people', count_where('is_admitted')) }}
)

select * from final
