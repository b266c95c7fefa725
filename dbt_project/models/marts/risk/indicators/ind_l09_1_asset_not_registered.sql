with

assets as (select * from {{ ref('int_ledger__poverty_assets') }}),

-- Who shares an asset, or whose it is, may still be open; the register says so in the remark.
accepted as (
    select
        *,
        {{ days_between('accepted_on', known_until()) }} as days
    from assets
    where
        platform_no is null
        and accepted_on is not null
        and coalesce(status, '') <> 'disposed'
        and not coalesce({{ fits('note', "'共有|份额|产权|权属'") }}, false)
),

final as (
    select
        'L09.1' as indicator_id,
        'asset' as subject_type,
        asset_no as subject_id,
        org_id,
        accepted_on as period_start,
        {{ known_until() }} as period_end,
        coalesce(book_value_cny, project_outlay_cny) as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'asset_name',
            'asset_no': 'asset_no',
            'village': 'org_name',
            'project': 'project_name',
            'accepted_on': 'accepted_on',
            'days': 'days',
            'value': 'coalesce(book_value_cny, project_outlay_cny)'
        }) }} as detail
    from accepted
    where days > {{ parameter('grace_days') }} and asset_no is not null
)

select * from final
