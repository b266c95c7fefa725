with

projects as (select * from {{ ref('fct_poverty_project_week') }}),

final as (
    {{ metric_rows('project_checks', 'projects', count_where('is_checked')) }}
)

select * from final
