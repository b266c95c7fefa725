with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

requests as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_audit__procurement_requests') }}
),

delivered as (
    {{
        effective_rows(
            'requests',
            ['request_no', 'unit', 'item', 'supplier', 'contract_no', 'amount_cny'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.request_no,
        delivered.item,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.category,
        delivered.method,
        delivered.supplier,
        coalesce(delivered.amount_cny, delivered.estimate_cny) as amount_cny,
        delivered.approved_on,
        delivered.contract_on,
        coalesce(delivered.is_emergency, false) as is_emergency,
        coalesce(delivered.contract_on <= delivered.known_until, false) as is_contracted,
        coalesce(delivered.approved_on <= delivered.contract_on, false) as is_approved_first,
        coalesce(delivered.method = 'single_source', false) as is_single_source,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
