with

findings as (select * from {{ ref('fct_audit_finding_week') }}),

final as (
    {{ metric_rows('audit_findings', 'findings', 'count(*)') }}
)

select * from final
