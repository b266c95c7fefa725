with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

vouchers as (
    select
        *,
        {{ fold_name('village') }} as match_key
    from {{ ref('stg_audit__village_vouchers') }}
    where direction = 'expense'
),

delivered as (
    {{
        effective_rows(
            'vouchers',
            [
                'village', 'booked_on', 'voucher_no', 'entry_no', 'account',
                'payee_name_token', 'summary', 'amount_cny'
            ],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.voucher_no,
        delivered.entry_no,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.booked_on,
        delivered.category,
        delivered.payment_method,
        delivered.receipt_kind,
        coalesce(delivered.receipt_kind = 'white_slip', false) as is_white_slip,
        delivered.amount_cny,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
