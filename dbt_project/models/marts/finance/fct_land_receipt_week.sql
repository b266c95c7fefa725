with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

receipts as (select * from {{ ref('stg_ledger__land_receipts') }}),

parcels as (select *, {{ fold_name('street') }} as match_key from {{ ref('stg_ledger__land_parcels') }}),

delivered as (
    {{
        effective_rows(
            'receipts',
            ['parcel_no', 'contract_no', 'instalment_no', 'received_on', 'received_cny', 'receipt_no'],
            has_round=false
        )
    }}
),

listed as (
    {{ effective_rows('parcels', ['parcel_no', 'buyer_token', 'contract_no'], has_round=false) }}
),

sold as (
    select
        week_id,
        parcel_no,
        min(match_key) as match_key,
        min(case when status = 'terminated' then 1 else 0 end) = 1 as is_terminated,
        min(row_uid) as parcel_row_uid
    from listed
    group by week_id, parcel_no
),

-- An instalment that came in parts states what is due on one of its rows.
summed as (
    select
        *,
        row_number() over (instalment order by due_cny is null, received_on, row_uid) as place,
        max(coalesce(deferred_to, due_on)) over instalment as payable_on,
        sum(due_cny) over instalment as instalment_cny,
        sum(case when received_on > known_until then 0 else received_cny end) over instalment as paid_cny
    from delivered
    window instalment as (partition by week_id, parcel_no, contract_no, instalment_no)
),

final as (
    select
        summed.week_id,
        summed.parcel_no,
        summed.contract_no,
        summed.instalment_no,
        names.org_id,
        summed.payable_on,
        coalesce(summed.payable_on < summed.known_until, false)
        and not coalesce(sold.is_terminated, false) as is_due,
        coalesce(summed.due_cny, 0) as due_cny,
        case
            when summed.received_on > summed.known_until then 0
            else coalesce(summed.received_cny, 0)
        end as received_cny,
        case
            when summed.place = 1
                then greatest(coalesce(summed.instalment_cny, 0) - coalesce(summed.paid_cny, 0), 0)
            else 0
        end as outstanding_cny,
        summed.row_uid,
        sold.parcel_row_uid
    from summed
    left join sold on summed.week_id = sold.week_id and summed.parcel_no = sold.parcel_no
    left join names on sold.week_id = names.week_id and sold.match_key = names.match_key
)

select * from final
