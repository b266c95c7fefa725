with

movements as (select * from {{ ref('int_audit__fund_movements') }}),

outflows as (
    select
        *,
        coalesce(purpose, '') || coalesce(note, '') as said
    from movements
    where account_kind = 'entrusted' and direction = 'expense' and kind in ('used', 'lent') and amount_cny > 0
),

-- One row per use that the account allows.
allowed as (
    select
        row_uid,
        said,
        {{ each_name('account_purpose') }} as allowed_use
    from outflows
    where account_purpose is not null
),

as_meant as (
    select distinct row_uid
    from allowed
    where trim(allowed_use) <> '' and position(trim(allowed_use) in said) > 0
),

final as (
    select
        'A03.1' as indicator_id,
        'payment' as subject_type,
        outflows.movement_no as subject_id,
        outflows.org_id,
        outflows.moved_on as period_start,
        outflows.moved_on as period_end,
        outflows.amount_cny,
        null as score,
        {{ row_list(['outflows.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'outflows.movement_no',
            'account': 'outflows.account_name',
            'owner': 'outflows.org_name',
            'moved_on': 'outflows.moved_on',
            'amount': 'outflows.amount_cny',
            'purpose': 'outflows.purpose',
            'allowed': 'outflows.account_purpose',
            'counterparty': 'outflows.counterparty_masked'
        }) }} as detail
    from outflows
    left join as_meant on outflows.row_uid = as_meant.row_uid
    where as_meant.row_uid is null and outflows.account_purpose is not null and outflows.movement_no is not null
)

select * from final
