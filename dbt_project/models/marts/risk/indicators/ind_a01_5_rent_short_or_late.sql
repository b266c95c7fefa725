with

leases as (select * from {{ ref('int_audit__village_leases') }}),

due as (
    select
        *,
        coalesce(contract_no, org_name || '/' || asset_name) as lease,
        due_cny - case when waiver_voted_on is not null then coalesce(waived_cny, 0) else 0 end as owed_cny,
        coalesce(received_cny, 0) as paid_cny,
        {{ days_between('due_on', 'received_on') }} as days_late,
        {{ days_between('due_on', known_until()) }} as days_since
    from leases
    where due_on is not null
),

judged as (
    select
        *,
        -- A rent has until the end of the days of grace before what is missing counts.
        days_since > {{ parameter('grace_days') }}
        and paid_cny < owed_cny * (1 - {{ parameter('short_share') }}) as is_short,
        coalesce(days_late > {{ parameter('late_days') }}, false) as is_late
    from due
),

final as (
    select
        'A01.5' as indicator_id,
        'document' as subject_type,
        lease as subject_id,
        max(org_id) as org_id,
        due_on as period_start,
        max(coalesce(received_on, due_on)) as period_end,
        sum(greatest(owed_cny - paid_cny, 0)) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'lease', 'village': 'max(org_name)', 'lessee': 'max(lessee_masked)', 'due_on': 'due_on',
            'owed': 'sum(owed_cny)', 'paid': 'sum(paid_cny)', 'received_on': 'max(received_on)'
        }) }} as detail
    from judged
    where is_short or is_late
    group by lease, due_on
)

select * from final
