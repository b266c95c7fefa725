with

assets as (select * from {{ ref('int_ledger__poverty_assets') }}),

used as (
    select
        *,
        {{ days_between('last_used_on', known_until()) }} as idle_days,
        -- What is used in one season rests for the others, but not for a whole year.
        coalesce({{ fits("coalesce(asset_name, '') || coalesce(note, '')", "'冬暖|歇棚|季节性'") }}, false) as is_seasonal
    from assets
    where coalesce(status, '') <> 'disposed' and asset_no is not null
),

judged as (
    select
        *,
        idle_days > case when is_seasonal then {{ parameter('season_days') }} else {{ parameter('idle_days') }} end
            as is_idle
    from used
),

final as (
    select
        'L09.3' as indicator_id,
        'asset' as subject_type,
        asset_no as subject_id,
        org_id,
        case when is_idle then last_used_on else coalesce(handed_over_on, accepted_on) end as period_start,
        {{ known_until() }} as period_end,
        coalesce(book_value_cny, project_outlay_cny) as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'asset_name',
            'asset_no': 'asset_no',
            'village': 'org_name',
            'project': 'project_name',
            'custodian': 'custodian',
            'last_used_on': 'last_used_on',
            'idle_days': 'idle_days',
            'value': 'coalesce(book_value_cny, project_outlay_cny)'
        }) }} as detail
    from judged
    where custodian is null or is_idle
)

select * from final
