with

projects as (
    select *
    from {{ ref('fct_investment_week') }}
    where is_contracted
),

final as (
    {{ metric_rows('investments_decided_rate', 'projects', count_where('is_decided_first'), 'count(*)') }}
)

select * from final
