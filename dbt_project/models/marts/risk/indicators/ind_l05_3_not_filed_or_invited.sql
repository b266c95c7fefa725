with

items as (select * from {{ ref('int_ledger__decision_items') }}),

-- What was filed on paper, or the day after because it was urgent, says so in the remark.
judged as (
    select
        *,
        coalesce(item_no, row_uid) as item_id,
        case
            when coalesce({{ fits('note', "'纸质备案'") }}, false) then false
            when filed_on is null then true
            when coalesce({{ fits('note', "'急件|补报备案'") }}, false)
                then filed_on > {{ add_days('held_on', parameter('urgent_days')) }}
            else filed_on > held_on
        end as is_unfiled,
        not coalesce(is_discipline_invited, false) as is_uninvited
    from items
    where category <> 'other'
),

final as (
    select
        'L05.3' as indicator_id,
        'meeting' as subject_type,
        item_id as subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'item_id',
            'item': 'item',
            'unit': 'org_name',
            'body': 'body',
            'held_on': 'held_on',
            'filed_on': 'filed_on',
            'is_invited': 'is_discipline_invited'
        }) }} as detail
    from judged
    where is_unfiled or is_uninvited
)

select * from final
