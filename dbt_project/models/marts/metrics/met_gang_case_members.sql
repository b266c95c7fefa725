with

cases as (select * from {{ ref('fct_case_week') }}),

final as (
    {{ metric_rows('gang_case_members', 'cases', count_where("field = 'gang' and is_first_of_person")) }}
)

select * from final
