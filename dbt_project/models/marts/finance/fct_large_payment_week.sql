with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

payments as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_audit__large_payments') }}),

decisions as (select * from {{ ref('stg_ledger__decision_items') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

delivered as (
    {{
        effective_rows(
            'payments',
            [
                'payment_no', 'payee_token', 'person_name_token', 'payee_account_token',
                'purpose', 'amount_cny'
            ],
            has_round=false
        )
    }}
),

meetings as (
    {{
        effective_rows(
            'decisions', ['unit', 'body', 'held_on', 'meeting_no', 'item_no', 'item'], has_round=false
        )
    }}
),

decided as (
    select
        week_id,
        item_no,
        min(held_on) as held_on,
        min(row_uid) as row_uid
    from meetings
    group by week_id, item_no
),

final as (
    select
        delivered.week_id,
        delivered.payment_no,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.paid_on,
        delivered.payee_masked,
        delivered.amount_cny,
        delivered.kind,
        coalesce(delivered.kind in ('payroll', 'debt_service'), false) as is_standing,
        delivered.form_no,
        delivered.decision_item_no,
        delivered.form_no is not null as has_form,
        coalesce(
            delivered.requested_on <= delivered.paid_on and delivered.reviewed_on <= delivered.paid_on
            and delivered.finance_approved_on <= delivered.paid_on
            and delivered.leader_approved_on <= delivered.paid_on
            and coalesce(delivered.chief_approved_on, delivered.paid_on) <= delivered.paid_on,
            false
        ) as has_all_steps,
        delivered.decision_item_no is not null
        and coalesce(decided.held_on <= delivered.paid_on, true) as has_decision,
        delivered.row_uid,
        decided.row_uid as decision_row_uid
    from delivered
    inner join parameters
        on delivered.week_id = parameters.week_id and delivered.amount_cny >= parameters.large_payment_cny
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    left join decided on delivered.week_id = decided.week_id and delivered.decision_item_no = decided.item_no
)

select * from final
