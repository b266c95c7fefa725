with

projects as (
    select *
    from {{ ref('fct_investment_week') }}
    where actual_cny is not null
),

final as (
    {{ metric_rows('investment_overrun_rate', 'projects', count_where('is_overrun'), 'count(*)') }}
)

select * from final
