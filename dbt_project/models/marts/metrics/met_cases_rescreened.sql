with

screenings as (select * from {{ ref('fct_case_screening_week') }}),

final as (
    {{ metric_rows('cases_rescreened', 'screenings', count_where('is_first_of_case')) }}
)

select * from final
