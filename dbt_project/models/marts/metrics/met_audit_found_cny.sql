with

findings as (select * from {{ ref('fct_audit_finding_week') }}),

final as (
    {{ metric_rows('audit_found_cny', 'findings', 'coalesce(sum(amount_cny), 0)') }}
)

select * from final
