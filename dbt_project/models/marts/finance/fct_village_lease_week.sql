with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

leases as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_audit__village_leases') }}),

delivered as (
    {{
        effective_rows(
            'leases',
            ['village', 'contract_no', 'asset_name', 'lessee_token', 'lease_from', 'year', 'due_on'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.contract_no,
        delivered.asset_name,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.kind,
        delivered.awarded_by,
        delivered.lessee_masked,
        delivered.lease_from,
        delivered.lease_to,
        delivered.year,
        delivered.due_on,
        coalesce(delivered.due_on <= delivered.known_until, false) as is_due,
        delivered.due_cny,
        -- Only the representatives may waive a rent.
        coalesce(
            case when delivered.waiver_voted_on <= delivered.known_until then delivered.waived_cny end, 0
        ) as waived_cny,
        case
            when coalesce(delivered.received_on > delivered.known_until, false) then 0
            else coalesce(delivered.received_cny, 0)
        end as received_cny,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
