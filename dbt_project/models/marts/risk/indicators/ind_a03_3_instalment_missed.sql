with

repayments as (select * from {{ ref('int_repayments__matched') }}),

-- Paid is what was paid in full; part of an instalment leaves it open.
missed as (
    select
        *,
        case when paid_cny >= due_cny then paid_on end as settled_on,
        due_cny - coalesce(paid_cny, 0) as missing_cny
    from repayments
    where adjustment_no is null and due_cny > 0
),

final as (
    select
        'A03.3' as indicator_id,
        'plan' as subject_type,
        instalment_no as subject_id,
        org_id,
        due_on as period_start,
        coalesce(settled_on, {{ known_until() }}) as period_end,
        due_cny as amount_cny,
        null as score,
        repayment_rows as evidence,
        {{ detail({
            'subject': 'instalment_no',
            'account': 'account_no',
            'owner': 'org_name',
            'due_on': 'due_on',
            'due': 'due_cny',
            'missing': 'missing_cny',
            'paid_on': 'settled_on'
        }) }} as detail
    from missed
    where {{ days_between('due_on', "coalesce(settled_on, " ~ known_until() ~ ")") }} > {{ parameter('grace_days') }}
)

select * from final
