with

requests as (select * from {{ ref('int_audit__procurement_requests') }}),

final as (
    select
        'A04.4' as indicator_id,
        'request' as subject_type,
        request_no as subject_id,
        org_id,
        contract_on as period_start,
        approved_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'request_no',
            'unit': 'org_name',
            'item': 'item',
            'supplier': 'supplier',
            'amount': 'amount_cny',
            'contract_on': 'contract_on',
            'approved_on': 'approved_on',
            'days': days_between('contract_on', 'approved_on')
        }) }} as detail
    from requests
    where approved_on > contract_on and not coalesce(is_emergency, false) and request_no is not null
)

select * from final
