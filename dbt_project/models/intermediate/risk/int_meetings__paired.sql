with

meetings as (select * from {{ ref('int_meetings__held') }}),

items as (select * from {{ ref('int_ledger__decision_items') }}),

pairs as (
    select
        one.meeting_no,
        other.meeting_no as other_no,
        one.org_id,
        one.org_name,
        one.held_on,
        one.body,
        other.body as other_body,
        one.attendees,
        other.attendees as other_attendees,
        one.started_at < other.ended_at and other.started_at < one.ended_at as is_at_once,
        {{ joined_rows('one.evidence', 'other.evidence') }} as evidence
    from meetings as one
    inner join meetings as other
        on one.unit = other.unit and one.held_on = other.held_on and one.body < other.body
    where one.body <> 'joint' and other.body <> 'joint'
),

listed as (
    select
        meeting_no,
        other_no,
        {{ each_name('attendees') }} as attendee
    from pairs
    union all
    select
        meeting_no,
        other_no,
        {{ each_name('other_attendees') }} as attendee
    from pairs
),

attended as (
    select
        meeting_no,
        other_no,
        {{ fold_name('attendee') }} as attendee,
        count(*) as times
    from listed
    group by 1, 2, 3
),

shared as (
    select
        meeting_no,
        other_no,
        cast({{ count_where('times > 1') }} as double) / count(*) as shared_attendees
    from attended
    where attendee is not null
    group by meeting_no, other_no
),

paged as (
    select distinct
        one.meeting_no,
        other.meeting_no as other_no
    from items as one
    inner join items as other
        on one.record_book_no = other.record_book_no and one.record_page = other.record_page and one.unit = other.unit
    where one.body < other.body
),

final as (
    select
        pairs.*,
        coalesce(shared.shared_attendees, 0) as shared_attendees,
        paged.meeting_no is not null as is_on_one_page
    from pairs
    left join shared on pairs.meeting_no = shared.meeting_no and pairs.other_no = shared.other_no
    left join paged on pairs.meeting_no = paged.meeting_no and pairs.other_no = paged.other_no
)

select * from final
