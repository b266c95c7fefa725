with

receipts as (select * from {{ ref('int_ledger__land_receipts') }}),

parcels as (select * from {{ ref('int_ledger__land_parcels') }}),

places as (
    select
        parcel_no,
        max(org_id) as org_id,
        max(buyer_masked) as buyer
    from parcels
    group by parcel_no
),

-- An instalment that came in parts has a row for each of them, and its sum due on the first.
instalments as (
    select
        parcel_no,
        instalment_no,
        max(payer_masked) as payer,
        min(due_on) as due_on,
        max(deferral_no) as deferral_no,
        max(deferred_to) as deferred_to,
        sum(due_cny) as due_cny,
        coalesce(sum(received_cny), 0) as received_cny,
        max(received_on) as received_on,
        {{ gathered_rows('row_uid') }} as receipt_rows
    from receipts
    where parcel_no is not null
    group by parcel_no, instalment_no
),

judged as (
    select
        *,
        -- Put off by a decision means due on the day that it names; without a day, nothing can be late.
        case when deferral_no is null then due_on else deferred_to end as expected_on,
        case when received_cny >= due_cny then received_on end as settled_on
    from instalments
    where due_cny > 0
),

final as (
    select
        'L16.3' as indicator_id,
        'plan' as subject_type,
        judged.parcel_no || '/' || {{ as_text('coalesce(judged.instalment_no, 1)') }} as subject_id,
        places.org_id,
        judged.due_on as period_start,
        coalesce(judged.settled_on, {{ known_until() }}) as period_end,
        judged.due_cny as amount_cny,
        null as score,
        judged.receipt_rows as evidence,
        {{ detail({
            'subject': 'judged.parcel_no',
            'instalment': 'judged.instalment_no',
            'payer': 'coalesce(judged.payer, places.buyer)',
            'expected_on': 'judged.expected_on',
            'due': 'judged.due_cny',
            'received': 'judged.received_cny',
            'settled_on': 'judged.settled_on',
            'days': days_between('judged.expected_on', 'coalesce(judged.settled_on, ' ~ known_until() ~ ')')
        }) }} as detail
    from judged
    left join places on judged.parcel_no = places.parcel_no
    where
        {{ days_between('judged.expected_on', 'coalesce(judged.settled_on, ' ~ known_until() ~ ')') }}
        > {{ parameter('grace_days') }}
)

select * from final
