with

payments as (select * from {{ ref('int_audit__large_payments') }}),

-- One price for all, by a standard contract, lies where it lies: the remark says so.
near as (
    select
        *,
        amount_cny >= {{ parameter('large_cny') }} * {{ parameter('high_share') }} as is_high
    from payments
    where
        amount_cny >= {{ parameter('large_cny') }} * {{ parameter('near_share') }}
        and amount_cny < {{ parameter('large_cny') }}
        and not coalesce({{ fits('note', "'标准合同'") }}, false)
),

units as (
    select
        coalesce(org_id, org_name) as subject_id,
        org_id,
        org_name,
        min(paid_on) as first_on,
        max(paid_on) as last_on,
        count(*) as payments,
        {{ count_where('is_high') }} as high,
        sum(amount_cny) as amount_cny,
        (1 - {{ parameter('high_share') }}) / (1 - {{ parameter('near_share') }}) as high_width,
        {{ gathered_rows('row_uid') }} as evidence
    from near
    group by org_id, org_name
),

-- Amounts that nobody steered fall into both parts of the band by their widths.
tested as (
    select
        *,
        {{ binomial_tail('high', 'payments', 'high_width') }} as chance
    from units
),

final as (
    select
        'L05.6' as indicator_id,
        'organisation' as subject_type,
        subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        amount_cny,
        1 - chance as score,
        evidence,
        {{ detail({
            'subject': 'org_name',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'payments': 'payments',
            'high': 'high',
            'amount': 'amount_cny',
            'line': parameter('large_cny'),
            'chance': 'chance',
            'limit': parameter('chance')
        }) }} as detail
    from tested
    where chance < {{ parameter('chance') }}
)

select * from final
