with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

trips as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_ledger__vehicle_trips') }}),

delivered as (
    {{
        effective_rows(
            'trips',
            ['trip_no', 'plate_no', 'departed_at', 'destination', 'traveller_name_token'],
            has_round=false
        )
    }}
),

-- The platform's own trips tell since when it has been at work; no date of it is written anywhere else.
dated as (
    select
        *,
        {{ as_date('departed_at') }} as departed_on,
        min(case when is_in_platform then {{ as_date('departed_at') }} end) over (
            partition by week_id
        ) as platform_from_on
    from delivered
),

final as (
    select
        dated.week_id,
        dated.trip_no,
        dated.plate_no,
        coalesce(names.name, dated.unit) as unit,
        names.org_id,
        dated.departed_on,
        dated.distance_km,
        coalesce(dated.is_in_platform, false) as is_in_platform,
        dated.platform_from_on,
        coalesce(dated.departed_on >= dated.platform_from_on, false) as is_since_platform,
        dated.row_uid
    from dated
    left join names on dated.week_id = names.week_id and dated.match_key = names.match_key
)

select * from final
