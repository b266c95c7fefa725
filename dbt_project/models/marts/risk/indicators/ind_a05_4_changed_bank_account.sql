with

payments as (select * from {{ ref('int_audit__large_payments') }}),

placed as (
    select
        *,
        row_number() over (partition by payee_token order by paid_on, payment_no, row_uid) as place,
        row_number() over (partition by payee_token, payee_account_token order by paid_on, payment_no, row_uid)
            as use_no
    from payments
    where
        person_name_token is null
        and coalesce(payee_masked, '个人') <> '个人'
        and payee_account_token is not null
        and paid_on is not null
),

-- An account that the payee has had before is no new one. Only the remark tells of banks that merged.
changed as (
    select
        placed.*,
        before.row_uid as before_uid,
        before.paid_on as before_on,
        before.payee_account_masked as before_account
    from placed
    inner join placed as before on placed.payee_token = before.payee_token and placed.place = before.place + 1
    where
        placed.use_no = 1
        and placed.payee_account_token <> before.payee_account_token
        and {{ days_between('before.paid_on', 'placed.paid_on') }} <= {{ parameter('window_days') }}
        and not coalesce({{ fits('placed.note', "'(开户)?银?行.{0,2}(合并|更名|撤并)'") }}, false)
),

final as (
    select
        'A05.4' as indicator_id,
        'payment' as subject_type,
        payment_no as subject_id,
        org_id,
        before_on as period_start,
        paid_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid', 'before_uid']) }} as evidence,
        {{ detail({
            'subject': 'payment_no',
            'unit': 'org_name',
            'payee': 'payee_masked',
            'paid_on': 'paid_on',
            'amount': 'amount_cny',
            'account': 'payee_account_masked',
            'before_on': 'before_on',
            'before_account': 'before_account'
        }) }} as detail
    from changed
    where payment_no is not null
)

select * from final
