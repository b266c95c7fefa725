with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

current_loads as (select * from {{ ref('int_loads__current') }}),

standards as (
    select delivered.*
    from {{ ref('stg_reference__pay_standards') }} as delivered
    inner join current_loads on delivered.load_id = current_loads.load_id
    where coalesce(delivered.pay_cycle, 'monthly') <> 'daily'
),

paid as (select * from {{ ref('stg_subsidy__allowance_payments') }}),

-- The highest that may apply; arrears, settlements and refunds are for other months and are held against none.
capped as (
    select
        paid.row_uid as paid_row_uid,
        standards.cap_cny,
        standards.row_uid as standard_row_uid,
        row_number() over (
            partition by paid.row_uid order by standards.cap_cny desc, standards.row_uid
        ) as place
    from paid
    inner join standards
        on
            paid.item = standards.item
            and (standards.rank is null or paid.rank = standards.rank)
            and paid.month between standards.valid_from and coalesce(standards.valid_to, paid.month)
    where coalesce(paid.pay_kind, 'regular') = 'regular'
),

payments as (
    select
        paid.*,
        capped.cap_cny,
        capped.standard_row_uid,
        {{ fold_name('paid.unit') }} as match_key
    from paid
    left join capped on paid.row_uid = capped.paid_row_uid and capped.place = 1
),

delivered as (
    {{
        effective_rows(
            'payments',
            [
                'unit', 'person_name_token', 'id_card_token', 'item', 'month', 'pay_kind',
                'arrears_from', 'source_account', 'bank_account_token', 'paid_on',
                'voucher_no', 'amount_cny'
            ],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.person_name_masked,
        delivered.rank,
        delivered.item,
        delivered.month,
        delivered.pay_kind,
        delivered.source_kind,
        delivered.amount_cny,
        delivered.cap_cny,
        greatest(coalesce(delivered.amount_cny - delivered.cap_cny, 0), 0) as over_cap_cny,
        delivered.row_uid,
        delivered.standard_row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
