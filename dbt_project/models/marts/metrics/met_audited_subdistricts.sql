with

engagements as (
    select
        week_id,
        subdistrict_id as org_id,
        is_first_of_subdistrict
    from {{ ref('fct_audit_engagement_week') }}
),

final as (
    {{ metric_rows('audited_subdistricts', 'engagements', count_where('is_first_of_subdistrict')) }}
)

select * from final
