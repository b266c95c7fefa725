with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

wages as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_subsidy__job_wages') }}),

delivered as (
    {{
        effective_rows(
            'wages',
            [
                'job_no', 'village', 'person_name_token', 'id_card_token', 'month',
                'pay_kind', 'arrears_from', 'bank_account_token', 'paid_on', 'voucher_no',
                'amount_cny'
            ],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.job_no,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.month,
        delivered.due_days,
        delivered.attended_days,
        case
            when delivered.pay_kind = 'refund' then -abs(delivered.amount_cny) else delivered.amount_cny
        end as amount_cny,
        coalesce(
            delivered.attended_days = 0
            and delivered.amount_cny > 0
            and coalesce(delivered.pay_kind, 'regular') = 'regular', false
        ) as is_without_attendance,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where coalesce(delivered.paid_on <= delivered.known_until, true)
)

select * from final
