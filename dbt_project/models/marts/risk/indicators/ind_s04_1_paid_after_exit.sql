with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

-- Money for months before the exit that came later is no payment after it: the fact leaves arrears out.
late as (
    select
        payments.*,
        coalesce(payments.household_no, own.person_id) as subject_id,
        own.person_name_masked
    from {{ ref('fct_benefit_payment_week') }} as payments
    inner join weeks on payments.week_id = weeks.week_id
    inner join {{ ref('int_subsidy__benefit_payments') }} as own on payments.row_uid = own.row_uid
    where payments.after_exit_cny > 0
),

final as (
    select
        'S04.1' as indicator_id,
        'household' as subject_type,
        subject_id,
        min(org_id) as org_id,
        exited_from as period_start,
        max(month) as period_end,
        sum(after_exit_cny - least(recovered_cny, after_exit_cny)) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('review_row_uid')) }} as evidence,
        {{ detail({
            'subject': "min(coalesce(household_no || ' ', '') || person_name_masked)",
            'village': 'min(village)',
            'scheme': 'min(scheme)',
            'exited_from': 'exited_from',
            'last_month': 'max(month)',
            'months': 'count(distinct month)',
            'amount': 'sum(after_exit_cny)',
            'recovered': 'sum(least(recovered_cny, after_exit_cny))'
        }) }} as detail
    from late
    group by subject_id, exited_from
)

select * from final
