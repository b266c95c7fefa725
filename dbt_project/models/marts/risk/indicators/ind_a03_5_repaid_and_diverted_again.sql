with

repayments as (select * from {{ ref('int_repayments__matched') }}),

movements as (select * from {{ ref('int_audit__fund_movements') }}),

-- What the owner itself used is of another kind, and no diversion.
lent_again as (
    select
        repayments.row_uid,
        sum(movements.amount_cny) as lent_cny,
        max(movements.moved_on) as lent_until,
        {{ first_by('movements.purpose', 'movements.moved_on') }} as purpose,
        {{ gathered_rows('movements.row_uid') }} as movement_rows
    from repayments
    inner join movements
        on
            repayments.account_no = movements.account_no
            and repayments.owner_unit = movements.owner_unit
            and movements.moved_on between repayments.paid_on
            and {{ add_days('repayments.paid_on', parameter('window_days')) }}
    where movements.kind = 'lent' and movements.direction = 'expense'
    group by repayments.row_uid
),

final as (
    select
        'A03.5' as indicator_id,
        'plan' as subject_type,
        repayments.instalment_no as subject_id,
        repayments.org_id,
        repayments.paid_on as period_start,
        lent_again.lent_until as period_end,
        lent_again.lent_cny as amount_cny,
        null as score,
        {{ joined_rows('repayments.repayment_rows', 'lent_again.movement_rows') }} as evidence,
        {{ detail({
            'subject': 'repayments.instalment_no',
            'account': 'repayments.account_no',
            'owner': 'repayments.org_name',
            'paid_on': 'repayments.paid_on',
            'paid': 'repayments.paid_cny',
            'lent_until': 'lent_again.lent_until',
            'lent': 'lent_again.lent_cny',
            'purpose': 'lent_again.purpose'
        }) }} as detail
    from repayments
    inner join lent_again on repayments.row_uid = lent_again.row_uid
    where repayments.paid_cny > 0 and lent_again.lent_cny >= {{ parameter('diverted_share') }} * repayments.paid_cny
)

select * from final
