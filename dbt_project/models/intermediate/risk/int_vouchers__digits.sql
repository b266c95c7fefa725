with

payments as (select * from {{ ref('int_vouchers__paid') }}),

-- Fixed pay is round by rule; its amounts were never chosen.
chosen as (
    select * from payments where coalesce(category <> 'allowance', true)
),

final as (
    {{ benford_digits('chosen', 'org_name', 'amount_cny', 1) }}
)

select * from final
