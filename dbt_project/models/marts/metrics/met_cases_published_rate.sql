with

cases as (
    select *
    from {{ ref('fct_case_week') }}
    where is_first_of_case and is_publishable
),

final as (
    {{ metric_rows('cases_published_rate', 'cases', count_where('is_published'), 'count(*)') }}
)

select * from final
