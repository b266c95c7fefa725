with

cases as (select * from {{ ref('fct_case_week') }}),

final as (
    {{
        metric_rows(
            'conduct_cases_this_year', 'cases',
            count_where('is_conduct and is_of_this_year and is_first_of_case')
        )
    }}
)

select * from final
