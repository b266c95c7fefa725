with

engagements as (
    select *
    from {{ ref('fct_audit_engagement_week') }}
    where kind = 'expense_check'
),

final as (
    {{
        metric_rows(
            'expense_audit_years', 'engagements',
            'coalesce(sum(case when is_reported then years_added end), 0)'
        )
    }}
)

select * from final
