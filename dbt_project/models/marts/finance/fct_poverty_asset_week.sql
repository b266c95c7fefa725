with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

assets as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_ledger__poverty_assets') }}),

delivered as (
    {{
        effective_rows(
            'assets',
            ['village', 'asset_no', 'asset_name', 'lease_no', 'lessee_token'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.asset_no,
        delivered.asset_name,
        delivered.project_no,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.kind,
        delivered.status,
        coalesce(delivered.accepted_on <= delivered.known_until, false) as is_accepted,
        delivered.platform_no is not null as is_registered,
        delivered.custodian is not null as has_custodian,
        -- An asset with two leases has two rows and counts once.
        row_number() over (
            partition by delivered.week_id, delivered.match_key, delivered.asset_no order by delivered.row_uid
        ) = 1 as is_first_row,
        delivered.project_outlay_cny,
        delivered.book_value_cny,
        delivered.lease_no,
        delivered.rent_due_cny,
        delivered.rent_received_cny,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
