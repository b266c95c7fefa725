with

people as (select * from {{ ref('fct_member_development_week') }}),

final as (
    {{ metric_rows('untrained_admissions', 'people', count_where('is_admitted and not is_trained')) }}
)

select * from final
