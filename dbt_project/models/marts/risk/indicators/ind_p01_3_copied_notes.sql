with

likenesses as (select * from {{ ref('int_study_notes__compared') }}),

-- Of all earlier notes the one most alike is shown.
ranked as (
    select
        *,
        row_number() over (
            partition by row_uid order by likeness desc, earlier_held_on, earlier_row_uid
        ) as place
    from likenesses
    where likeness >= {{ parameter('likeness') }}
),

final as (
    select
        'P01.3' as indicator_id,
        'session' as subject_type,
        session_id as subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        null as amount_cny,
        likeness as score,
        {{ row_list(['row_uid', 'earlier_row_uid']) }} as evidence,
        {{ detail({
            'subject': "org_name || '“' || topic || '”'",
            'held_on': 'held_on',
            'likeness': 'likeness',
            'first_unit': 'earlier_org_name',
            'first_on': 'earlier_held_on',
            'first_topic': 'earlier_topic'
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
