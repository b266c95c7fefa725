with

elections as (
    select *
    from {{ ref('fct_branch_election_week') }}
    where has_count
),

final as (
    {{ metric_rows('elections_quorum_rate', 'elections', count_where('has_quorum'), 'count(*)') }}
)

select * from final
