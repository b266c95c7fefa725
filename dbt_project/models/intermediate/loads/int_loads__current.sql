with

loads as (select * from {{ ref('stg_landing__loads') }}),

timed as (
    select
        *,
        as_of <= {{ cutoff(week_start(as_of_date())) }} as is_in_time
    from loads
    where delivery = 'full' and scope = 'site'
),

-- The registers of rounds and organisations hold however late they were first delivered: ids must not wait for them.
ranked as (
    select
        *,
        dense_rank() over (
            partition by dataset
            order by
                is_in_time desc,
                case when is_in_time then as_of end desc, as_of, revision desc, file_sha256 desc
        ) as recency
    from timed
    where is_in_time or dataset in ('ledger.inspection_rounds', 'reference.organisations')
),

final as (
    select
        dataset,
        load_id,
        as_of
    from ranked
    where recency = 1
)

select * from final
