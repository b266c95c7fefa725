with

payments as (select * from {{ ref('int_subsidy__allowance_payments') }}),

standards as (select * from {{ ref('int_reference__pay_standards') }}),

-- The cap of the rank before one for all ranks; of several areas the highest, for the list does not say which holds.
ranked as (
    select
        payments.row_uid as paid_row_uid,
        standards.cap_cny,
        standards.row_uid as standard_row_uid,
        row_number() over (
            partition by payments.row_uid
            order by case when standards.rank is null then 1 else 0 end, standards.cap_cny desc, standards.row_uid
        ) as place
    from payments
    inner join standards
        on
            {{ fold_name('payments.item') }} = {{ fold_name('standards.item') }}
            and (standards.rank is null or {{ fold_name('payments.rank') }} = {{ fold_name('standards.rank') }})
    where
        coalesce(payments.pay_kind, 'regular') = 'regular'
        and coalesce(standards.pay_cycle, 'monthly') <> 'daily'
        and coalesce(payments.paid_on, payments.month)
        between standards.valid_from and coalesce(standards.valid_to, cast('9999-12-31' as date))
),

final as (
    select
        payments.*,
        coalesce(payments.org_id, payments.org_name) as unit_id,
        coalesce(payments.pay_kind, 'regular') in ('regular', 'refund') as is_of_its_month,
        ranked.cap_cny,
        ranked.standard_row_uid
    from payments
    left join ranked on payments.row_uid = ranked.paid_row_uid and ranked.place = 1
)

select * from final
