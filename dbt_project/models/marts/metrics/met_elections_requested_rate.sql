with

elections as (
    select *
    from {{ ref('fct_branch_election_week') }}
    where is_held
),

final as (
    {{ metric_rows('elections_requested_rate', 'elections', count_where('has_request'), 'count(*)') }}
)

select * from final
