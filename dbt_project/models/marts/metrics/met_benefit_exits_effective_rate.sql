with

reviews as (
    select *
    from {{ ref('fct_household_review_week') }}
    where is_exit_in_force
),

final as (
    {{
        metric_rows(
            'benefit_exits_effective_rate', 'reviews',
            count_where('after_exit_cny = 0'),
            'count(*)'
        )
    }}
)

select * from final
