with

tenders as (
    select *
    from {{ ref('fct_tender_week') }}
    where
        is_awarded
        and category is distinct from 'resource_lease'
        and budget_cny is not null
        and award_cny is not null
),

final as (
    {{
        metric_rows(
            'tender_saving_rate', 'tenders',
            'coalesce(sum(budget_cny - award_cny), 0)',
            'sum(budget_cny)'
        )
    }}
)

select * from final
