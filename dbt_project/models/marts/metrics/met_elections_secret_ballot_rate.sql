with

elections as (
    select *
    from {{ ref('fct_branch_election_week') }}
    where is_held
),

final as (
    {{ metric_rows('elections_secret_ballot_rate', 'elections', count_where('is_secret'), 'count(*)') }}
)

select * from final
