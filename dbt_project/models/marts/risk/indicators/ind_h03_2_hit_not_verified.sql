with

hits as (select * from {{ ref('int_household__match_hits') }}),

days as (select * from {{ ref('int_calendar__days') }}),

today as (select working_days from days where day_on = {{ known_until() }}),

-- Days before the calendar begins are not counted, which never makes a hit look older than it is.
waiting as (
    select
        hits.*,
        today.working_days - coalesce(days.working_days, 0) as waited_days
    from hits
    cross join today
    left join days on hits.hit_on = days.day_on
    where
        coalesce(hits.verdict, 'pending') = 'pending'
        and not coalesce({{ fits('hits.note', "'函询|回函|待函'") }}, false)
),

final as (
    select
        'H03.2' as indicator_id,
        'hit' as subject_type,
        coalesce(hit_no, row_uid) as subject_id,
        org_id,
        hit_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'person_name_masked',
            'hit_no': 'hit_no',
            'village': 'village',
            'category': 'category',
            'hit_on': 'hit_on',
            'waited_days': 'waited_days'
        }) }} as detail
    from waiting
    where waited_days > {{ parameter('working_days') }}
)

select * from final
