with

tenders as (
    select *
    from {{ ref('fct_tender_week') }}
    where is_awarded and award_cny is not null and winner_masked is not null
),

final as (
    {{
        metric_rows(
            'winner_top_share', 'tenders',
            'coalesce(sum(case when is_top_winner then award_cny end), 0)',
            'sum(award_cny)'
        )
    }}
)

select * from final
