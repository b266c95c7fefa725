with

findings as (select * from {{ ref('fct_audit_finding_week') }}),

final as (
    {{ metric_rows('audit_findings_to_clues', 'findings', count_where('is_transferred')) }}
)

select * from final
