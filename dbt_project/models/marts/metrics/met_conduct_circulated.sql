with

sanctions as (select * from {{ ref('fct_sanction_week') }}),

final as (
    {{
        metric_rows(
            'conduct_circulated', 'sanctions',
            count_where("kind = 'circulated' and is_of_this_year and is_conduct and is_first_of_kind")
        )
    }}
)

select * from final
