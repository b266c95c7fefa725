{% set pair_id -%}
    one.unit || '/' || {{ as_text('one.held_on') }} || '/' || one.meeting_no || '/' || other.meeting_no
{%- endset %}

with

meetings as (select * from {{ ref('int_meetings__held') }}),

items as (select * from {{ ref('int_ledger__decision_items') }}),

-- Offices number their meetings each for itself, so a pair is told by its unit and day, too.
pairs as (
    select
        {{ pair_id }} as pair_id,
        one.unit,
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
    select pair_id, {{ each_name('attendees') }} as attendee
    from pairs
    union all
    select pair_id, {{ each_name('other_attendees') }} as attendee
    from pairs
),

attended as (
    select
        pair_id,
        {{ fold_name('attendee') }} as attendee,
        count(*) as times
    from listed
    group by 1, 2
),

shared as (
    select
        pair_id,
        cast({{ count_where('times > 1') }} as double) / count(*) as shared_attendees
    from attended
    where attendee is not null
    group by pair_id
),

paged as (
    select distinct {{ pair_id }} as pair_id
    from items as one
    inner join items as other
        on one.record_book_no = other.record_book_no and one.record_page = other.record_page and one.unit = other.unit
    where one.body < other.body
),

final as (
    select
        pairs.*,
        coalesce(shared.shared_attendees, 0) as shared_attendees,
        paged.pair_id is not null as is_on_one_page
    from pairs
    left join shared on pairs.pair_id = shared.pair_id
    left join paged on pairs.pair_id = paged.pair_id
)

select * from final
