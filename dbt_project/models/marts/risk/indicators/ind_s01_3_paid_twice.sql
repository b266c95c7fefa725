with

payments as (
    select *, coalesce(org_id, org_name) as unit_id
    from {{ ref('int_subsidy__allowance_payments') }}
    where person_id is not null
),

-- What an office paid for a month and did not take back.
shares as (
    select person_id, item, month, unit_id, sum(amount_cny) as kept_cny
    from payments
    group by person_id, item, month, unit_id
    having sum(amount_cny) > 0
),

doubled as (
    select person_id, item, month, sum(kept_cny) - max(kept_cny) as again_cny
    from shares
    group by person_id, item, month
    having count(*) > 1
),

lines as (
    select
        payments.*,
        doubled.again_cny,
        row_number() over (
            partition by payments.person_id, payments.item, payments.month order by payments.row_uid
        ) as line
    from payments
    inner join doubled
        on
            payments.person_id = doubled.person_id
            and payments.item = doubled.item
            and payments.month = doubled.month
),

people as (
    select
        person_id,
        min(org_id) as org_id,
        min(org_name) as first_unit,
        max(org_name) as other_unit,
        {{ first_by('item', 'month') }} as item,
        min(person_name_masked) as person_name_masked,
        min(month) as first_month,
        max(month) as last_month,
        count(distinct month) as month_count,
        sum(case when line = 1 then again_cny else 0 end) as again_cny,
        {{ gathered_rows('row_uid') }} as rows_paid
    from lines
    group by person_id
),

final as (
    select
        'S01.3' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_month as period_start,
        last_month as period_end,
        again_cny as amount_cny,
        null as score,
        rows_paid as evidence,
        {{ detail({
            'subject': 'person_name_masked', 'unit': 'first_unit', 'other_unit': 'other_unit', 'item': 'item',
            'first_month': 'first_month', 'months': 'month_count', 'amount': 'again_cny'
        }) }} as detail
    from people
)

select * from final
