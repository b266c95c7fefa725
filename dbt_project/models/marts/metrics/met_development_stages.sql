with

people as (select * from {{ ref('fct_member_development_week') }}),

final as (
    {{ metric_rows('development_stages', 'people', count_where('is_first_of_stage')) }}
)

select * from final
