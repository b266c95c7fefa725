with

visits as (select * from {{ ref('fct_visit_finding_week') }}),

final as (
    {{
        metric_rows(
            'visits_this_week', 'visits', count_where('place_in_visit = 1 and visited_week_id = week_id')
        )
    }}
)

select * from final
