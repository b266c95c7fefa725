with

plans as (select * from {{ ref('int_audit__repayment_plans') }}),

movements as (select * from {{ ref('int_audit__fund_movements') }}),

-- The money as it came in: a plan names the day and the sum, not the number of the movement.
received as (
    select
        plans.row_uid,
        {{ gathered_rows('movements.row_uid') }} as movement_rows
    from plans
    inner join movements
        on
            plans.account_no = movements.account_no
            and plans.owner_unit = movements.owner_unit
            and plans.paid_on = movements.moved_on
            and plans.paid_cny = movements.amount_cny
    where movements.kind = 'repaid'
    group by plans.row_uid
),

final as (
    select
        plans.*,
        plans.account_no || '/' || plans.owner_unit || '/' || {{ as_text('plans.due_on') }} as instalment_no,
        received.movement_rows,
        coalesce(
            {{ joined_rows(row_list(['plans.row_uid']), 'received.movement_rows') }}, {{ row_list(['plans.row_uid']) }}
        ) as repayment_rows
    from plans
    left join received on plans.row_uid = received.row_uid
    where plans.account_no is not null and plans.owner_unit is not null and plans.due_on is not null
)

select * from final
