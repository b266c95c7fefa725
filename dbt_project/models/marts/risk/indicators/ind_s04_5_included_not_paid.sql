with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

-- Papers that still have to be completed hold a household up by the rules; only the remark tells.
included as (
    select
        reviews.*,
        coalesce(reviews.household_no, reviews.person_id) as home_key,
        {{ month_start('weeks.known_until') }} as this_month
    from {{ ref('int_household__household_reviews') }} as reviews
    cross join weeks
    where
        reviews.decision = 'include'
        and not coalesce({{ fits('reviews.note', "'补正|材料不全'") }}, false)
),

payments as (select * from {{ ref('int_subsidy__benefit_payments') }}),

-- By the number of the household or by the person: a roll may give the newcomer another number.
paid as (
    select
        included.row_uid,
        min(payments.month) as first_month,
        sum(coalesce(payments.arrears_cny, 0)) as arrears_cny,
        {{ first_by('payments.due_cny', 'payments.month') }} as due_cny,
        {{ first_by('payments.row_uid', 'payments.month') }} as payment_row_uid
    from included
    inner join payments
        on
            included.scheme = payments.scheme
            and payments.month >= included.effective_month
            and (included.household_no = payments.household_no or included.person_id = payments.person_id)
    group by included.row_uid
),

waiting as (
    select
        included.*,
        coalesce(paid.first_month, included.this_month) as waited_until,
        paid.due_cny,
        paid.payment_row_uid
    from included
    left join paid on included.row_uid = paid.row_uid
    where included.effective_month is not null and coalesce(paid.arrears_cny, 0) = 0
),

counted as (
    select
        *,
        12 * (extract(year from waited_until) - extract(year from effective_month))
        + extract(month from waited_until) - extract(month from effective_month) as months_waited
    from waiting
),

final as (
    select
        'S04.5' as indicator_id,
        'household' as subject_type,
        home_key as subject_id,
        min(org_id) as org_id,
        effective_month as period_start,
        max(waited_until) as period_end,
        max(months_waited * due_cny) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('payment_row_uid')) }} as evidence,
        {{ detail({
            'subject': "min(coalesce(household_no || ' ', '') || householder_name_masked)",
            'village': 'min(org_name)',
            'scheme': 'min(scheme)',
            'effective_month': 'effective_month',
            'waited_until': 'max(waited_until)',
            'months': 'max(months_waited)'
        }) }} as detail
    from counted
    where months_waited > {{ parameter('wait_months') }}
    group by home_key, effective_month
)

select * from final
