with

rounds as (select * from {{ ref('int_rounds__current') }}),

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
    from rounds
)

select * from final
