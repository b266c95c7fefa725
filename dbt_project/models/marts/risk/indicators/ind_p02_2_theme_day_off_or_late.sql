with

days_off as (
    select day_on, is_working
    from {{ ref('int_calendar__days') }}
),

-- A theme day that falls on a day off may move to a working day close by, into the next month even.
theme_days as (
    select
        *,
        {{ as_date('uploaded_at') }} as uploaded_on,
        {{ add_days(
            month_start(add_days('held_on', '-' ~ parameter('moved_days'))), parameter('theme_day') ~ ' - 1'
        ) }} as due_on
    from {{ ref('int_organisation_activities__identified') }}
    where kind = 'theme_day'
),

judged as (
    select
        theme_days.*,
        theme_days.held_on <> theme_days.due_on
        and not (
            not coalesce(days_off.is_working, {{ iso_weekday('theme_days.due_on') }} <= 5)
            and abs({{ days_between('theme_days.due_on', 'theme_days.held_on') }}) <= {{ parameter('moved_days') }}
        ) as is_off,
        coalesce(
            {{ days_between('theme_days.held_on', 'theme_days.uploaded_on') }} > {{ parameter('upload_days') }}, false
        ) as is_late
    from theme_days
    left join days_off on theme_days.due_on = days_off.day_on
),

final as (
    select
        'P02.2' as indicator_id,
        'activity' as subject_type,
        activity_id as subject_id,
        org_id,
        held_on as period_start,
        coalesce(uploaded_on, held_on) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': "branch || coalesce('“' || theme || '”', '')",
            'held_on': 'held_on',
            'due_on': 'due_on',
            'uploaded_on': 'uploaded_on'
        }) }} as detail
    from judged
    where is_off or is_late
)

select * from final
