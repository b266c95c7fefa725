with

payments as (select * from {{ ref('int_vouchers__paid') }}),

kin as (select * from {{ ref('int_cadre_kin__listed') }}),

-- One row per payment, however many cadres the payee is related to.
tied as (
    select
        payments.row_uid,
        min(kin.cadre_name) as cadre,
        {{ gathered_rows('kin.row_uid') }} as kin_rows
    from payments
    inner join kin
        on
            payments.payee_person_id = kin.person_id
            and coalesce(payments.booked_on >= kin.valid_from, true)
            and coalesce(payments.booked_on <= kin.valid_to, true)
    where
        coalesce(payments.category <> 'allowance', true)
        and not coalesce({{ fits('payments.summary', "'^退还|垫付'") }}, false)
    group by payments.row_uid
),

yearly as (
    select
        payments.payee_person_id,
        payments.org_id,
        payments.org_name,
        extract(year from payments.booked_on) as year,
        min(payments.booked_on) as first_on,
        max(payments.booked_on) as last_on,
        sum(payments.amount_cny) as amount_cny,
        count(*) as times,
        max(payments.payee_masked) as payee,
        min(tied.cadre) as cadre,
        {{ gathered_rows('payments.row_uid') }} as payment_rows,
        max(tied.kin_rows) as kin_rows
    from payments
    inner join tied on payments.row_uid = tied.row_uid
    group by payments.payee_person_id, payments.org_id, payments.org_name, extract(year from payments.booked_on)
    having sum(payments.amount_cny) >= {{ parameter('yearly_cny') }}
),

-- Where two villages paid one person from the same day on, the one that paid more stands for both.
ranked as (
    select
        *,
        row_number() over (partition by payee_person_id, first_on order by amount_cny desc, org_name) as place
    from yearly
),

final as (
    select
        'A01.3' as indicator_id,
        'person' as subject_type,
        payee_person_id as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        amount_cny,
        null as score,
        {{ joined_rows('payment_rows', 'kin_rows') }} as evidence,
        {{ detail({
            'subject': 'payee', 'village': 'org_name', 'year': 'year', 'cadre': 'cadre', 'times': 'times',
            'first_on': 'first_on', 'amount': 'amount_cny'
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
