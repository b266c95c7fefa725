with

audits as (
    select *
    from {{ ref('fct_archive_audit_week') }}
    where is_defective
),

final as (
    {{ metric_rows('archive_corrected_rate', 'audits', count_where('is_fixed'), 'count(*)') }}
)

select * from final
