with

sanctions as (select * from {{ ref('fct_sanction_week') }}),

final as (
    {{
        metric_rows(
            'conduct_accountability_matters', 'sanctions',
            count_where('is_of_this_year and is_conduct and is_first_of_matter')
        )
    }}
)

select * from final
