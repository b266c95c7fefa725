with

ledger as (select * from {{ ref('int_rectification_ledger__placed') }}),

dated as (
    select
        *,
        max(closed_on) over (partition by load_id, round_code, task_no) as last_closed_on
    from ledger
),

-- One date on the first row, or one on every row: fewer dates mean that only some of the measures are closed.
closed as (
    select
        load_id,
        round_code,
        task_no,
        as_of,
        revision,
        min(case when closed_on = last_closed_on then row_uid end) as row_uid,
        min(case when closed_on = last_closed_on then sheet_row end) as sheet_row,
        max(closed_on) as event_on,
        max(case when closed_on = last_closed_on then verifier end) as verifier
    from dated
    group by load_id, round_code, task_no, as_of, revision
    having
        count(closed_on) = count(*)
        or (count(closed_on) = 1 and count(case when place = 1 then closed_on end) = 1)
),

final as (
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        'closed' as event,
        event_on,
        {{ as_text('null') }} as actor,
        verifier,
        {{ as_text('null') }} as note,
        sheet_row,
        as_of,
        revision
    from closed
)

select * from final
