with

vouchers as (select * from {{ ref('int_vouchers__paid') }}),

projects as (select * from {{ ref('int_audit__project_payments') }}),

claimed as (
    select invoice_no, org_id, org_name, booked_on, amount_cny, payee_name_token as payee, payee_masked, row_uid
    from vouchers
    where invoice_no is not null
    union all
    select invoice_no, org_id, org_name, paid_on, amount_cny, payee_token, payee_masked, row_uid
    from projects
    where invoice_no is not null
),

-- Numbers of different sellers may be equal: the same payee or the same amount says that it is one paper.
met as (
    select distinct claimed.*
    from claimed
    inner join claimed as other
        on
            claimed.invoice_no = other.invoice_no
            and claimed.org_name <> other.org_name
            and (claimed.payee = other.payee or claimed.amount_cny = other.amount_cny)
),

grouped as (
    select
        invoice_no,
        {{ first_by('org_id', 'booked_on') }} as org_id,
        {{ first_by('org_name', 'booked_on') }} as village,
        {{ last_by('org_name', 'booked_on') }} as other_village,
        {{ first_by('payee_masked', 'booked_on') }} as payee,
        min(booked_on) as first_on,
        max(booked_on) as last_on,
        min(amount_cny) as amount_cny,
        count(*) as times,
        {{ gathered_rows('row_uid') }} as evidence
    from met
    group by invoice_no
),

final as (
    select
        'A01.4' as indicator_id,
        'invoice' as subject_type,
        invoice_no as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'invoice_no', 'village': 'village', 'other_village': 'other_village', 'payee': 'payee',
            'first_on': 'first_on', 'last_on': 'last_on', 'times': 'times', 'amount': 'amount_cny'
        }) }} as detail
    from grouped
)

select * from final
