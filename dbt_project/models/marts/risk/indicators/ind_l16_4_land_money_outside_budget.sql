with

payments as (select * from {{ ref('int_ledger__land_payments') }}),

budget as (select * from {{ ref('int_audit__budget_lines') }}),

lines as (
    select
        year,
        {{ fold_name('line') }} as line
    from budget
    union
    select
        year,
        line_code as line
    from budget
),

-- Years of which the budget has been delivered: of others nothing can be said.
years as (select distinct year from budget),

spent as (
    select
        payments.*,
        extract(year from payments.paid_on) as budget_year
    from payments
    where payments.amount_cny > 0 and not coalesce({{ fits('payments.note', "'上年结转'") }}, false)
),

final as (
    select
        'L16.4' as indicator_id,
        'payment' as subject_type,
        spent.payment_no as subject_id,
        spent.org_id,
        spent.paid_on as period_start,
        spent.paid_on as period_end,
        spent.amount_cny,
        null as score,
        {{ row_list(['spent.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'spent.payment_no',
            'unit': 'spent.org_name',
            'payee': 'spent.payee_masked',
            'paid_on': 'spent.paid_on',
            'amount': 'spent.amount_cny',
            'purpose': 'spent.purpose',
            'budget_line': 'spent.budget_line'
        }) }} as detail
    from spent
    inner join years on spent.budget_year = years.year
    left join lines on spent.budget_year = lines.year and {{ fold_name('spent.budget_line') }} = lines.line
    where lines.line is null and spent.payment_no is not null
)

select * from final
