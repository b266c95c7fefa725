with

projects as (
    select *
    from {{ ref('fct_income_share_week') }}
    where received_cny <> 0
),

final as (
    {{
        metric_rows(
            'income_share_distributed_rate', 'projects',
            'coalesce(sum(shared_cny), 0)',
            'sum(received_cny)'
        )
    }}
)

select * from final
