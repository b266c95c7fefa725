with

payments as (
    select *, coalesce(org_id, org_name) as unit_id
    from {{ ref('int_subsidy__allowance_payments') }}
    where person_id is not null
),

deaths as (
    select person_id, min(died_on) as died_on, {{ first_by('row_uid', 'died_on') }} as death_row_uid
    from {{ ref('int_register__deceased_persons') }}
    where person_id is not null
    group by person_id
),

-- A settlement ends the pay of its own office only: who moved is paid by the next one.
settlements as (
    select person_id, unit_id, min(month) as settled_month, min(row_uid) as settlement_row_uid
    from payments
    where pay_kind = 'settlement'
    group by person_id, unit_id
),

late as (
    select payments.*, deaths.died_on, deaths.death_row_uid, settlements.settled_month, settlements.settlement_row_uid
    from payments
    left join deaths on payments.person_id = deaths.person_id
    left join settlements
        on payments.person_id = settlements.person_id and payments.unit_id = settlements.unit_id
    where
        coalesce(payments.pay_kind, 'regular') in ('regular', 'refund')
        and (payments.month > {{ month_start('deaths.died_on') }} or payments.month > settlements.settled_month)
),

people as (
    select
        person_id,
        {{ first_by('org_id', 'month') }} as org_id,
        {{ first_by('org_name', 'month') }} as org_name,
        {{ first_by('item', 'month') }} as item,
        min(person_name_masked) as person_name_masked,
        min(died_on) as died_on,
        min(settled_month) as settled_month,
        min(month) as first_month,
        max(month) as last_month,
        count(distinct month) as month_count,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as paid_rows,
        {{ joined_rows(gathered_rows('death_row_uid'), gathered_rows('settlement_row_uid')) }} as end_rows
    from late
    group by person_id
    having sum(amount_cny) > 0
),

final as (
    select
        'S01.4' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_month as period_start,
        last_month as period_end,
        amount_cny,
        null as score,
        {{ joined_rows('paid_rows', 'end_rows') }} as evidence,
        {{ detail({
            'subject': 'person_name_masked', 'unit': 'org_name', 'item': 'item', 'died_on': 'died_on',
            'settled_month': 'settled_month', 'first_month': 'first_month', 'months': 'month_count',
            'amount': 'amount_cny'
        }) }} as detail
    from people
)

select * from final
