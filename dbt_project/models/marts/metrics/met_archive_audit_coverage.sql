with

cadres as (
    select *
    from {{ ref('fct_cadre_week') }}
    where is_audited is not null
),

final as (
    {{ metric_rows('archive_audit_coverage', 'cadres', count_where('is_audited'), 'count(*)') }}
)

select * from final
