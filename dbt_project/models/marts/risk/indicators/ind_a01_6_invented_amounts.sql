with

payments as (select * from {{ ref('int_vouchers__paid') }} where coalesce(category <> 'allowance', true)),

digits as (select * from {{ ref('int_vouchers__digits') }}),

fitted as (
    select
        org_name,
        max(amounts) as amounts,
        avg(abs(share - expected_share)) as mad,
        avg(chance_gap) as chance_mad,
        {{ last_by('digits', 'share - expected_share') }} as digit
    from digits
    group by org_name
),

rounded as (
    select
        org_name,
        avg(case when amount_cny % {{ parameter('round_to_cny') }} = 0 then 1.0 else 0.0 end) as round_share
    from payments
    where amount_cny > 0
    group by org_name
),

-- Few amounts stray from the law by chance alone: no verdict below the least number, nor near what chance makes.
judged as (
    select
        fitted.*,
        rounded.round_share,
        rounded.round_share > {{ parameter('round_share') }} as is_round,
        fitted.mad > {{ parameter('mad') }} and fitted.mad > fitted.chance_mad * {{ parameter('chance_factor') }}
            as is_off
    from fitted
    inner join rounded on fitted.org_name = rounded.org_name
    where fitted.amounts >= {{ parameter('payments') }}
),

final as (
    select
        'A01.6' as indicator_id,
        'organisation' as subject_type,
        coalesce(max(payments.org_id), judged.org_name) as subject_id,
        max(payments.org_id) as org_id,
        cast(null as date) as period_start,
        max(payments.booked_on) as period_end,
        sum(payments.amount_cny) as amount_cny,
        null as score,
        {{ gathered_rows('payments.row_uid') }} as evidence,
        {{ detail({
            'subject': 'judged.org_name', 'payments': 'max(judged.amounts)', 'mad': 'round(max(judged.mad), 4)',
            'digit': 'max(judged.digit)', 'round_share': 'max(judged.round_share)', 'amounts': 'count(*)'
        }) }} as detail
    from judged
    inner join payments on judged.org_name = payments.org_name and payments.amount_cny > 0
    where
        (judged.is_round and payments.amount_cny % {{ parameter('round_to_cny') }} = 0)
        or (judged.is_off and {{ leading_digits('payments.amount_cny', 1) }} = judged.digit)
    group by judged.org_name
)

select * from final
