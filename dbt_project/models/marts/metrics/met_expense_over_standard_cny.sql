with

findings as (
    select *
    from {{ ref('fct_audit_finding_week') }}
    where engagement_kind = 'expense_check'
),

final as (
    {{
        metric_rows(
            'expense_over_standard_cny', 'findings',
            "coalesce(sum(case when kind = 'over_standard' then amount_cny end), 0)"
        )
    }}
)

select * from final
