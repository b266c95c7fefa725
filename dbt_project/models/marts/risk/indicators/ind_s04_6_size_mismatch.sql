with

roll as (
    select
        household_no,
        scheme,
        min(residence) as residence,
        max(size) as size,
        {{ first_by('row_uid', "case when relation = '户主' then 0 else 1 end") }} as row_uid
    from {{ ref('int_household__welfare_households') }}
    where status = 'active' and size > 0
    group by household_no, scheme
),

standards as (
    select * from {{ ref('int_reference__benefit_standards') }}
    where monthly_cny > 0 and not coalesce(is_by_household, false)
),

payments as (
    select * from {{ ref('int_subsidy__benefit_payments') }}
    where due_cny > 0 and coalesce(pay_kind, 'regular') = 'regular'
),

heads as (
    select
        payments.*,
        roll.size as roll_size,
        roll.row_uid as roll_row_uid,
        standards.monthly_cny,
        payments.due_cny / standards.monthly_cny as heads
    from payments
    inner join roll on payments.household_no = roll.household_no and payments.scheme = roll.scheme
    inner join standards
        on
            payments.scheme = standards.scheme
            and coalesce(payments.class = standards.class, standards.class is null)
            and coalesce(roll.residence = standards.area, true)
            and payments.month >= standards.valid_from
            and coalesce(payments.month <= standards.valid_to, true)
),

final as (
    select
        'S04.6' as indicator_id,
        'household' as subject_type,
        household_no as subject_id,
        min(org_id) as org_id,
        min(month) as period_start,
        max(month) as period_end,
        sum(abs(heads - roll_size) * monthly_cny) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('roll_row_uid')) }} as evidence,
        {{ detail({
            'subject': "household_no || ' ' || min(person_name_masked)",
            'village': 'min(org_name)',
            'scheme': 'min(scheme)',
            'roll_size': 'max(roll_size)',
            'heads': 'round(max(heads), 1)',
            'first_month': 'min(month)',
            'last_month': 'max(month)',
            'months': 'count(distinct month)',
            'amount': 'sum(abs(heads - roll_size) * monthly_cny)'
        }) }} as detail
    from heads
    where abs(heads - roll_size) > {{ parameter('persons') }}
    group by household_no
)

select * from final
