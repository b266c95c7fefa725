with

income as (select * from {{ ref('fct_project_income_week') }}),

final as (
    {{
        metric_rows(
            'project_distributed_rate', 'income',
            'coalesce(sum(distributed_cny), 0)',
            'sum(received_cny)'
        )
    }}
)

select * from final
