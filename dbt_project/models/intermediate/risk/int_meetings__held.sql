with

items as (select * from {{ ref('int_ledger__decision_items') }}),

final as (
    select
        meeting_no,
        unit,
        body,
        org_id,
        org_name,
        held_on,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        min(attendees) as attendees,
        count(*) as items,
        {{ gathered_rows('row_uid') }} as evidence
    from items
    where meeting_no is not null and unit is not null
    group by meeting_no, unit, body, org_id, org_name, held_on
)

select * from final
