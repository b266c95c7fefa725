with

elections as (
    select *
    from {{ ref('fct_branch_election_week') }}
    where is_due
),

final as (
    {{ metric_rows('elections_on_time_rate', 'elections', count_where('is_on_time'), 'count(*)') }}
)

select * from final
