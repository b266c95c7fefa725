with

organisations as (
    select *
    from {{ ref('fct_new_organisation_week') }}
    where has_plan is not null
),

final as (
    {{ metric_rows('new_organisation_plans', 'organisations', count_where('is_listed and has_plan')) }}
)

select * from final
