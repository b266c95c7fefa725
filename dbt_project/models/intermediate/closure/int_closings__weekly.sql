{{ config(materialized='table') }}

with

events as (
    select *, event in ('returned', 'reopened') as is_break
    from {{ ref('int_closure_events__weekly') }}
    where event in ('closed', 'returned', 'reopened')
),

lookbacks as (select * from {{ ref('int_lookbacks__weekly') }}),

-- What follows a return or a reopening is another go; closings of one go are one, however often they are written.
sequenced as (
    select
        *,
        coalesce(sum(case when is_break then 1 else 0 end) over (
            partition by week_id, task_id order by place_from_last desc
            rows between unbounded preceding and 1 preceding
        ), 0) as breaks_before
    from events
),

closings as (
    select
        week_id,
        task_id,
        cast(breaks_before + 1 as integer) as closing_no,
        min(case when event = 'closed' then event_on end) as closed_on,
        max(verifier) as verifier,
        max(case when is_break then event_on end) as undone_on,
        max(case when is_break then event end) as undone_by,
        min(case when event = 'closed' then row_uid end) as row_uid,
        max(case when is_break then row_uid end) as undone_row_uid
    from sequenced
    group by week_id, task_id, breaks_before
    having count(case when event = 'closed' then 1 end) > 0
),

followed as (
    select
        *,
        lead(closed_on) over (partition by week_id, task_id order by closing_no) as next_closed_on
    from closings
),

final as (
    select
        followed.week_id,
        followed.task_id,
        followed.closing_no,
        followed.closed_on,
        max(followed.verifier) as verifier,
        min(lookbacks.looked_on) as looked_on,
        max(case when lookbacks.verdict = 'rebounded' then 1 else 0 end) = 1
        or coalesce(max(followed.undone_by) = 'reopened', false) as is_rebounded,
        least(
            max(followed.undone_on), min(case when lookbacks.verdict = 'rebounded' then lookbacks.looked_on end)
        ) as undone_on,
        max(followed.row_uid) as row_uid,
        {{ first_by('lookbacks.row_uid', 'lookbacks.place') }} as lookback_row_uid,
        coalesce(
            max(followed.undone_row_uid), min(case when lookbacks.verdict = 'rebounded' then lookbacks.row_uid end)
        ) as undone_row_uid
    from followed
    left join lookbacks
        on
            followed.week_id = lookbacks.week_id
            and followed.task_id = lookbacks.task_id
            and followed.closed_on <= lookbacks.looked_on
            and coalesce(lookbacks.looked_on < followed.next_closed_on, true)
    group by followed.week_id, followed.task_id, followed.closing_no, followed.closed_on
)

select * from final
