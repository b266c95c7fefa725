with

projects as (select * from {{ ref('fct_poverty_project_week') }}),

final as (
    {{ metric_rows('project_phases_complete_rate', 'projects', count_where('has_all_phases'), 'count(*)') }}
)

select * from final
