with

loads as (select * from {{ ref('int_loads__current') }}),

rounds as (select * from {{ ref('stg_ledger__inspection_rounds') }}),

ranked as (
    select
        rounds.*,
        row_number() over (
            partition by rounds.round_code order by rounds.load_id desc, rounds.sheet_row desc
        ) as recency
    from loads
    inner join rounds on loads.load_id = rounds.load_id
),

final as (
    select
        round_code,
        round_name,
        inspected_unit,
        team,
        started_on,
        ended_on,
        feedback_on,
        row_uid
    from ranked
    where recency = 1
)

select * from final
