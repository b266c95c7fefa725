with

audits as (select * from {{ ref('fct_archive_audit_week') }}),

final as (
    {{ metric_rows('archive_aspects', 'audits', count_where('is_first_of_aspect')) }}
)

select * from final
