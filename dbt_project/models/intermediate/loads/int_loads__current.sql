with

loads as (select * from {{ ref('stg_landing__loads') }}),

ranked as (
    select
        *,
        row_number() over (partition by dataset order by {{ latest_load_first('loads') }}) as recency
    from loads
    where
        delivery = 'full'
        and scope = 'site'
        and as_of <= {{ cutoff(week_end(week_start(as_of_date()))) }}
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
