with

sanctions as (select * from {{ ref('fct_sanction_week') }}),

final as (
    {{
        metric_rows(
            'conduct_admonished', 'sanctions',
            count_where("kind = 'admonition' and is_of_this_year and is_conduct and is_first_of_person")
        )
    }}
)

select * from final
