with

-- Arrears and money taken back do not pay a month twice.
payments as (
    select
        *,
        amount_cny - coalesce(arrears_cny, 0) as paid_cny
    from {{ ref('int_subsidy__benefit_payments') }}
    where
        scheme in ('minimum_living', 'destitute')
        and person_id is not null
        and due_cny > 0
        and coalesce(pay_kind, 'regular') = 'regular'
),

doubled as (
    select person_id, month
    from payments
    group by person_id, month
    having count(distinct scheme) > 1
),

final as (
    select
        'S04.3' as indicator_id,
        'person' as subject_type,
        payments.person_id as subject_id,
        min(payments.org_id) as org_id,
        min(payments.month) as period_start,
        max(payments.month) as period_end,
        sum(payments.paid_cny) filter (where payments.scheme = 'minimum_living') as amount_cny,
        null as score,
        {{ gathered_rows('payments.row_uid') }} as evidence,
        {{ detail({
            'subject': 'min(payments.person_name_masked)',
            'village': 'min(payments.org_name)',
            'first_month': 'min(payments.month)',
            'last_month': 'max(payments.month)',
            'months': 'count(distinct payments.month)',
            'amount': "sum(payments.paid_cny) filter (where payments.scheme = 'minimum_living')"
        }) }} as detail
    from payments
    inner join doubled on payments.person_id = doubled.person_id and payments.month = doubled.month
    group by payments.person_id
)

select * from final
