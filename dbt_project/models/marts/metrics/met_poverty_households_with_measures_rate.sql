with

households as (
    select *
    from {{ ref('fct_poverty_household_week') }}
    where is_on_register and has_measure is not null
),

final as (
    {{
        metric_rows(
            'poverty_households_with_measures_rate', 'households',
            count_where('has_measure'),
            'count(*)'
        )
    }}
)

select * from final
