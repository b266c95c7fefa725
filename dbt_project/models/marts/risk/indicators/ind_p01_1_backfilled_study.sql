with

sessions as (select * from {{ ref('int_study_sessions__identified') }}),

-- Who keeps a paper book first and enters it in batches says so in the remark.
late as (
    select
        *,
        {{ as_date('entered_at') }} as entered_on,
        {{ days_between('held_on', as_date('entered_at')) }} as days_late
    from sessions
    where
        {{ days_between('held_on', as_date('entered_at')) }} > {{ parameter('entry_days') }}
        and not coalesce({{ fits('note', "'纸质'") }}, false)
),

final as (
    select
        'P01.1' as indicator_id,
        'session' as subject_type,
        session_id as subject_id,
        org_id,
        held_on as period_start,
        entered_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': "org_name || '“' || topic || '”'",
            'held_on': 'held_on',
            'entered_on': 'entered_on',
            'days': 'days_late'
        }) }} as detail
    from late
)

select * from final
