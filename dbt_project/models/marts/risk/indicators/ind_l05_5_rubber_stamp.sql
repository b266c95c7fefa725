with

items as (select * from {{ ref('int_decision_items__heard') }}),

meetings as (
    select
        meeting_no as subject_id,
        org_id,
        org_name,
        held_on,
        sum(amount_cny) as amount_cny,
        count(*) as items,
        {{ minutes_between('min(started_at)', 'max(ended_at)') }} as minutes,
        min(voices) as voices,
        {{ gathered_rows('row_uid') }} as evidence
    from items
    where meeting_no is not null
    group by meeting_no, org_id, org_name, held_on
),

flagged as (
    select * from meetings
    where minutes > 0 and items * 60 >= minutes * {{ parameter('items_an_hour') }}
    union all
    select
        coalesce(item_no, row_uid) as subject_id,
        org_id,
        org_name,
        held_on,
        amount_cny,
        1 as items,
        {{ minutes_between('started_at', 'ended_at') }} as minutes,
        voices,
        {{ row_list(['row_uid']) }} as evidence
    from items
    where amount_cny >= {{ parameter('large_cny') }} and voices <= {{ parameter('voices') }}
),

final as (
    select
        'L05.5' as indicator_id,
        'meeting' as subject_type,
        subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'subject_id',
            'unit': 'org_name',
            'held_on': 'held_on',
            'items': 'items',
            'minutes': 'minutes',
            'voices': 'voices',
            'amount': 'amount_cny'
        }) }} as detail
    from flagged
)

select * from final
