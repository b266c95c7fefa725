with

payments as (select * from {{ ref('int_audit__large_payments') }}),

-- Stages of a contract are paid as the works proceed; a person is paid for a loss of his own.
small as (
    select *
    from payments
    where
        amount_cny > 0
        and amount_cny < {{ parameter('large_cny') }}
        and person_name_token is null
        and coalesce(payee_masked, '个人') <> '个人'
        and coalesce(kind, '') not in ('payroll', 'debt_service')
        and not coalesce({{ fits('note', "'第.{1,3}期.*进度款'") }}, false)
),

pairs as (
    select
        opening.row_uid as opening_uid,
        small.row_uid,
        small.amount_cny
    from small as opening
    inner join small
        on
            opening.payee_token = small.payee_token
            and small.paid_on between opening.paid_on
            and {{ add_days('opening.paid_on', parameter('window_days')) }}
),

windows as (
    select opening_uid
    from pairs
    group by opening_uid
    having count(*) > 1 and sum(amount_cny) >= {{ parameter('large_cny') }}
),

spaced as (
    select
        *,
        lag(paid_on) over (partition by payee_token order by paid_on, row_uid) as before_on
    from small
    where row_uid in (select row_uid from pairs where opening_uid in (select opening_uid from windows))
),

-- Payments further apart than the window begin another series.
numbered as (
    select
        *,
        sum(case when before_on >= {{ add_days('paid_on', '0 - ' ~ parameter('window_days')) }} then 0 else 1 end)
            over (partition by payee_token order by paid_on, row_uid) as series_no
    from spaced
),

final as (
    select
        'A05.3' as indicator_id,
        'firm' as subject_type,
        coalesce(max(payee_credit_code), payee_token) as subject_id,
        {{ first_by('org_id', 'paid_on') }} as org_id,
        min(paid_on) as period_start,
        max(paid_on) as period_end,
        sum(amount_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(payee_masked)',
            'unit': first_by('org_name', 'paid_on'),
            'payments': 'count(*)',
            'from_on': 'min(paid_on)',
            'until_on': 'max(paid_on)',
            'largest': 'max(amount_cny)',
            'amount': 'sum(amount_cny)'
        }) }} as detail
    from numbered
    group by payee_token, series_no
)

select * from final
