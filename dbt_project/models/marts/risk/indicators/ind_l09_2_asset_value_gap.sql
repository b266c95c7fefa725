with

assets as (select * from {{ ref('int_ledger__poverty_assets') }}),

-- Training, design and other fees make no asset; the remark names them.
valued as (
    select
        *,
        abs(book_value_cny - project_outlay_cny) as gap_cny
    from assets
    where
        project_outlay_cny > 0
        and book_value_cny is not null
        and not coalesce({{ fits('note', "'不形成资产'") }}, false)
),

final as (
    select
        'L09.2' as indicator_id,
        'asset' as subject_type,
        asset_no as subject_id,
        org_id,
        coalesce(handed_over_on, accepted_on) as period_start,
        coalesce(handed_over_on, accepted_on) as period_end,
        gap_cny as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'asset_name',
            'asset_no': 'asset_no',
            'village': 'org_name',
            'project': 'project_name',
            'outlay': 'project_outlay_cny',
            'value': 'book_value_cny',
            'gap': 'gap_cny',
            'share': 'gap_cny / project_outlay_cny'
        }) }} as detail
    from valued
    where gap_cny > {{ parameter('gap_share') }} * project_outlay_cny and asset_no is not null
)

select * from final
