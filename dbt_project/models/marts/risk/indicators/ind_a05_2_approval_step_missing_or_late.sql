with

payments as (select * from {{ ref('int_audit__large_payments') }}),

-- A deputy who signed by order, or a clock that was off, can be told by the remark alone.
formed as (
    select
        *,
        amount_cny >= {{ parameter('large_cny') }} and kind not in ('payroll', 'debt_service') as needs_chief,
        greatest(requested_on, reviewed_on, finance_approved_on, leader_approved_on, chief_approved_on)
            as last_signed_on
    from payments
    where
        paid_on is not null
        and amount_cny > 0
        and not coalesce({{ fits('note', "'代签|时钟误差'") }}, false)
),

final as (
    select
        'A05.2' as indicator_id,
        'payment' as subject_type,
        payment_no as subject_id,
        org_id,
        paid_on as period_start,
        greatest(paid_on, last_signed_on) as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'payment_no',
            'unit': 'org_name',
            'payee': 'payee_masked',
            'amount': 'amount_cny',
            'paid_on': 'paid_on',
            'requested_on': 'requested_on',
            'reviewed_on': 'reviewed_on',
            'finance_approved_on': 'finance_approved_on',
            'leader_approved_on': 'leader_approved_on',
            'chief_approved_on': 'chief_approved_on'
        }) }} as detail
    from formed
    where
        requested_on is null
        or reviewed_on is null
        or finance_approved_on is null
        or leader_approved_on is null
        or (needs_chief and chief_approved_on is null)
        or last_signed_on > paid_on
)

select * from final
