with

visits as (select * from {{ ref('fct_visit_finding_week') }} where is_finding),

final as (
    {{ metric_rows('visit_disposal_rate', 'visits', count_where('is_disposed'), 'count(*)') }}
)

select * from final
