with

-- Two registers may tell of one death; the earlier day counts.
known as (
    select person_id, 'deceased' as status, died_on as since, cast(null as date) as until_on, row_uid
    from {{ ref('int_register__deceased_persons') }}
    union all
    select person_id, status, status_from as since, status_to as until_on, row_uid
    from {{ ref('int_register__residents') }}
    where status in ('deceased', 'detained')
),

gone as (
    select
        *,
        row_number() over (partition by person_id order by since, row_uid) as place
    from known
    where person_id is not null and since is not null
),

-- The month of the event and the one after it may still be paid: the register takes that long.
late as (
    select
        payments.*,
        gone.status,
        gone.since,
        gone.row_uid as register_row_uid,
        payments.amount_cny - coalesce(payments.arrears_cny, 0) as paid_cny
    from {{ ref('int_subsidy__benefit_payments') }} as payments
    inner join gone on payments.person_id = gone.person_id and gone.place = 1
    where
        payments.month > {{ add_months(month_start('gone.since'), parameter('grace_months')) }}
        and coalesce(payments.month <= gone.until_on, true)
        and payments.due_cny > 0
        and coalesce(payments.pay_kind, 'regular') = 'regular'
),

final as (
    select
        'S04.2' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        min(org_id) as org_id,
        min(since) as period_start,
        max(month) as period_end,
        sum(paid_cny - least(coalesce(recovered_cny, 0), paid_cny)) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('register_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'min(person_name_masked)',
            'village': 'min(org_name)',
            'status': 'min(status)',
            'since': 'min(since)',
            'first_month': 'min(month)',
            'last_month': 'max(month)',
            'months': 'count(distinct month)',
            'amount': 'sum(paid_cny)'
        }) }} as detail
    from late
    group by person_id
)

select * from final
