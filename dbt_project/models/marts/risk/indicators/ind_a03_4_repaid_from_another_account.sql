with

repayments as (select * from {{ ref('int_repayments__matched') }}),

movements as (select * from {{ ref('int_audit__fund_movements') }}),

-- Where two accounts became one, the money did not move from one owner's to another's; only the remark says so.
borrowed as (
    select *
    from repayments
    where
        source_account_kind = 'entrusted'
        and paid_on is not null
        and coalesce(source_account_no, '') <> account_no
        and not coalesce({{ fits('note', "'账户(合并|归并)'") }}, false)
),

-- How the money left the other account.
left_other as (
    select
        borrowed.row_uid,
        {{ gathered_rows('movements.row_uid') }} as movement_rows
    from borrowed
    inner join movements
        on
            borrowed.source_account_no = movements.account_no
            and borrowed.paid_on = movements.moved_on
            and borrowed.paid_cny = movements.amount_cny
    where movements.direction = 'expense'
    group by borrowed.row_uid
),

final as (
    select
        'A03.4' as indicator_id,
        'plan' as subject_type,
        borrowed.instalment_no as subject_id,
        borrowed.org_id,
        borrowed.paid_on as period_start,
        borrowed.paid_on as period_end,
        borrowed.paid_cny as amount_cny,
        null as score,
        coalesce(
            {{ joined_rows('borrowed.repayment_rows', 'left_other.movement_rows') }}, borrowed.repayment_rows
        ) as evidence,
        {{ detail({
            'subject': 'borrowed.instalment_no',
            'account': 'borrowed.account_no',
            'owner': 'borrowed.org_name',
            'paid_on': 'borrowed.paid_on',
            'amount': 'borrowed.paid_cny',
            'source_account': 'borrowed.source_account_no'
        }) }} as detail
    from borrowed
    left join left_other on borrowed.row_uid = left_other.row_uid
)

select * from final
