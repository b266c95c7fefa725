with

sessions as (select * from {{ ref('int_study_sessions__identified') }}),

ranked as (
    select
        *,
        row_number() over (partition by media_digest order by held_on, entered_at, row_uid) as place
    from sessions
    where media_digest is not null
),

-- The session that used the pictures first keeps them; a picture of the empty room is called so in the remark.
final as (
    select
        'P01.2' as indicator_id,
        'session' as subject_type,
        again.session_id as subject_id,
        again.org_id,
        again.held_on as period_start,
        again.held_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['again.row_uid', 'origin.row_uid']) }} as evidence,
        {{ detail({
            'subject': "again.org_name || '“' || again.topic || '”'",
            'held_on': 'again.held_on',
            'first_unit': 'origin.org_name',
            'first_on': 'origin.held_on',
            'first_topic': 'origin.topic'
        }) }} as detail
    from ranked as again
    inner join ranked as origin on again.media_digest = origin.media_digest and origin.place = 1
    where again.place > 1 and not coalesce({{ fits('again.note', "'资料照|资料图'") }}, false)
)

select * from final
