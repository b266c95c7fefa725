with

sanctions as (select * from {{ ref('fct_sanction_week') }}),

final as (
    {{
        metric_rows(
            'sanctions_expelled', 'sanctions',
            count_where("kind = 'expelled' and is_of_this_year and is_first_of_person")
        )
    }}
)

select * from final
