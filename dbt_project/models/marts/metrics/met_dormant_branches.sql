with

branches as (
    select *
    from {{ ref('fct_party_branch_week') }}
    where is_dormant is not null
),

final as (
    {{ metric_rows('dormant_branches', 'branches', count_where('is_dormant')) }}
)

select * from final
