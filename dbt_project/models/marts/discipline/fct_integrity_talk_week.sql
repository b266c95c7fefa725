with

talks as (select * from {{ ref('int_integrity_talks__weekly') }}),

final as (
    select
        week_id,
        talk_no,
        unit,
        org_id,
        talked_on,
        kind,
        interviewee_level,
        is_collective,
        row_number() over (
            partition by week_id, coalesce(id_card_token, name_key), interviewee_level order by talked_on, row_uid
        ) = 1 as is_first_of_person,
        row_uid
    from talks
)

select * from final
