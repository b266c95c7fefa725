with

units as (select * from {{ ref('int_organisations__answering') }}),

rounds as (
    select max(feedback_on) as feedback_on
    from {{ ref('int_rounds__current') }}
    where feedback_on <= {{ known_until() }}
),

days as (
    select units.org_id, greatest(rounds.feedback_on, units.begins_on) as day_on, units.row_uid
    from units
    cross join rounds
    union all
    select checks.org_id, checks.checked_on, checks.row_uid
    from {{ ref('int_ledger__supervision_checks') }} as checks
    inner join rounds on rounds.feedback_on <= checks.checked_on
    union all
    select units.org_id, {{ known_until() }}, units.row_uid
    from units
),

gaps as (
    select
        *,
        lead(day_on) over (partition by org_id order by day_on, row_uid) as next_on,
        lead(row_uid) over (partition by org_id order by day_on, row_uid) as next_row_uid
    from days
),

final as (
    select
        'L02.1' as indicator_id,
        'organisation' as subject_type,
        units.org_id as subject_id,
        units.org_id,
        gaps.day_on as period_start,
        gaps.next_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['units.row_uid', 'gaps.row_uid', 'gaps.next_row_uid']) }} as evidence,
        {{ detail({
            'subject': 'units.name',
            'from_on': 'gaps.day_on',
            'to_on': 'gaps.next_on',
            'days': days_between('gaps.day_on', 'gaps.next_on')
        }) }} as detail
    from gaps
    inner join units on gaps.org_id = units.org_id
    where {{ days_between('gaps.day_on', 'gaps.next_on') }} > {{ parameter('days_unchecked') }}
)

select * from final
