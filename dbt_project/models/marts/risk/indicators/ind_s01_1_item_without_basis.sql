with

payments as (select * from {{ ref('int_subsidy__allowance_payments') }} where person_id is not null),

standards as (select * from {{ ref('int_reference__pay_standards') }}),

-- What was taken back in the same month leaves nothing to ask about.
netted as (
    select
        *,
        round(sum(cast(amount_cny as double)) over (partition by person_id, item, month), 2) as kept_cny
    from payments
),

baseless as (
    select netted.*
    from netted
    where
        netted.basis is null
        and netted.kept_cny > 0
        and not exists (
            select standards.item
            from standards
            where
                {{ fold_name('standards.item') }} = {{ fold_name('netted.item') }}
                and coalesce(netted.paid_on, netted.month)
                between standards.valid_from and coalesce(standards.valid_to, cast('9999-12-31' as date))
        )
),

people as (
    select
        person_id,
        {{ first_by('org_id', 'month') }} as org_id,
        {{ first_by('org_name', 'month') }} as org_name,
        {{ first_by('item', 'month') }} as item,
        min(person_name_masked) as person_name_masked,
        count(distinct item) as item_count,
        count(distinct month) as month_count,
        min(month) as first_month,
        max(month) as last_month,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as rows_paid
    from baseless
    group by person_id
),

final as (
    select
        'S01.1' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_month as period_start,
        last_month as period_end,
        amount_cny,
        null as score,
        rows_paid as evidence,
        {{ detail({
            'subject': 'person_name_masked',
            'unit': 'org_name',
            'item': 'item',
            'items': 'item_count',
            'first_month': 'first_month',
            'months': 'month_count',
            'amount': 'amount_cny'
        }) }} as detail
    from people
)

select * from final
