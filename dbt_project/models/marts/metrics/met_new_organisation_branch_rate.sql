with

organisations as (
    select *
    from {{ ref('fct_new_organisation_week') }}
    where needs_branch
),

final as (
    {{ metric_rows('new_organisation_branch_rate', 'organisations', count_where('has_branch'), 'count(*)') }}
)

select * from final
