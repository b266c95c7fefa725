with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

points as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__risk_points') }}),

delivered as (
    {{ effective_rows('points', ['unit', 'post', 'domain', 'risk_point'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.point_no,
        delivered.domain,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.risk_point,
        delivered.risk_level,
        delivered.control,
        delivered.control is not null and coalesce(delivered.is_control_in_place, false) as is_controlled,
        delivered.reviewed_on,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where coalesce(delivered.identified_on <= delivered.known_until, true)
)

select * from final
