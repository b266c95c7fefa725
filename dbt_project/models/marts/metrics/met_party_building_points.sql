with

scores as (
    select *
    from {{ ref('fct_assessment_score_week') }}
    where is_party_building and is_of_last_year and max_score is not null
),

final as (
    {{
        metric_rows(
            'party_building_points', 'scores',
            'coalesce(sum(max_score), 0)',
            'sum(case when is_first_of_unit then 1 else 0 end)'
        )
    }}
)

select * from final
