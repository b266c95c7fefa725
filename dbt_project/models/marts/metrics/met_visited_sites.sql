with

visits as (select * from {{ ref('fct_visit_finding_week') }}),

final as (
    {{ metric_rows('visited_sites', 'visits', count_where('place_at_site = 1')) }}
)

select * from final
