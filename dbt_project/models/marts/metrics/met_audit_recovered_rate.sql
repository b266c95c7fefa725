with

findings as (
    select *
    from {{ ref('fct_audit_finding_week') }}
    where required_cny > 0
),

final as (
    {{
        metric_rows(
            'audit_recovered_rate', 'findings',
            'coalesce(sum(recovered_cny), 0)',
            'sum(required_cny)'
        )
    }}
)

select * from final
