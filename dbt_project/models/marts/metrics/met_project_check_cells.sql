with

projects as (select * from {{ ref('fct_poverty_project_week') }}),

final as (
    {{
        metric_rows(
            'project_check_cells', 'projects',
            'coalesce(sum(case when is_checked then aspects_checked end), 0)'
        )
    }}
)

select * from final
