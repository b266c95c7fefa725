with

engagements as (select * from {{ ref('fct_audit_engagement_week') }}),

final as (
    {{ metric_rows('audited_villages', 'engagements', count_where('is_first_of_village')) }}
)

select * from final
