with

sessions as (select * from {{ ref('int_study_sessions__weekly') }}),

final as (
    select
        week_id,
        unit,
        org_id,
        held_on,
        topic,
        form,
        planned_topic,
        expected_count,
        attended_count,
        row_uid
    from sessions
)

select * from final
