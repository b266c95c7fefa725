with

branches as (select * from {{ ref('fct_party_branch_week') }}),

final as (
    {{ metric_rows('members_per_branch', 'branches', 'coalesce(sum(members), 0)', 'sum(1)') }}
)

select * from final
