with

visits as (select * from {{ ref('fct_visit_finding_week') }} where place_in_visit = 1),

final as (
    {{ metric_rows('visit_finding_rate', 'visits', count_where('has_visit_finding'), 'count(*)') }}
)

select * from final
