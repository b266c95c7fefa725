with

cases as (
    select *
    from {{ ref('fct_case_week') }}
    where is_first_of_case and is_closed and is_leader_reviewed is not null
),

final as (
    {{ metric_rows('double_accountability_rate', 'cases', count_where('is_leader_reviewed'), 'count(*)') }}
)

select * from final
