with

households as (
    select *
    from {{ ref('fct_poverty_household_week') }}
    where is_on_register and has_complete_file is not null
),

final as (
    {{
        metric_rows(
            'poverty_files_complete_rate', 'households',
            count_where('has_complete_file'),
            'count(*)'
        )
    }}
)

select * from final
