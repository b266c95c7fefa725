with

organisations as (select * from {{ ref('fct_new_organisation_week') }}),

final as (
    {{ metric_rows('new_organisations', 'organisations', count_where('is_listed')) }}
)

select * from final
