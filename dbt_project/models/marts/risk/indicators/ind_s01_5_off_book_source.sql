with

payments as (select * from {{ ref('int_subsidy__allowance_payments') }} where person_id is not null),

standards as (select * from {{ ref('int_reference__pay_standards') }}),

off_book as (
    select payments.*
    from payments
    where
        payments.source_kind in ('village', 'union', 'entrusted', 'cash')
        and not (
            payments.source_kind = 'union'
            and exists (
                select standards.item
                from standards
                where
                    {{ fold_name('standards.item') }} = {{ fold_name('payments.item') }}
                    and {{ fits('standards.funding_source', "'工会'") }}
                    and coalesce(payments.paid_on, payments.month)
                    between standards.valid_from and coalesce(standards.valid_to, cast('9999-12-31' as date))
            )
        )
),

-- A month that was paid and taken back from the same account leaves nothing.
netted as (
    select
        *,
        round(sum(cast(amount_cny as double)) over (partition by person_id, item, month, source_kind), 2) as kept_cny
    from off_book
),

people as (
    select
        person_id,
        {{ first_by('org_id', 'month') }} as org_id,
        {{ first_by('org_name', 'month') }} as org_name,
        {{ first_by('item', 'month') }} as item,
        {{ first_by('source_account', 'month') }} as source_account,
        {{ first_by('source_kind', 'month') }} as source_kind,
        min(person_name_masked) as person_name_masked,
        min(month) as first_month,
        max(month) as last_month,
        count(distinct month) as month_count,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as rows_paid
    from netted
    where kept_cny > 0
    group by person_id
),

final as (
    select
        'S01.5' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        first_month as period_start,
        last_month as period_end,
        amount_cny,
        null as score,
        rows_paid as evidence,
        {{ detail({
            'subject': 'person_name_masked', 'unit': 'org_name', 'item': 'item', 'account': 'source_account',
            'kind': 'source_kind', 'first_month': 'first_month', 'months': 'month_count', 'amount': 'amount_cny'
        }) }} as detail
    from people
)

select * from final
