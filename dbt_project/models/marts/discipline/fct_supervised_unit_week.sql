with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

assignments as (
    select
        *,
        {{ fold_name('unit') }} as match_key
    from {{ ref('stg_discipline__supervision_assignments') }}
),

registered as (
    select *
    from {{ ref('int_organisations__weekly') }}
    where kind in ('department', 'subdistrict', 'village', 'community')
),

inspected as (select * from {{ ref('int_district_inspections__cycled') }}),

cycles as (select distinct week_id from inspected),

delivered as (
    {{ effective_rows('assignments', ['unit', 'office', 'valid_from'], has_round=false) }}
),

assigned as (
    select
        delivered.*,
        coalesce(names.name, delivered.unit) as unit_name,
        names.org_id
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.valid_from <= delivered.known_until and coalesce(delivered.valid_to >= delivered.known_until, true)
),

asked as (select distinct week_id from delivered),

-- Every unit of the register, also the one that no office has, and whoever else an office has.
units as (
    select
        coalesce(registered.week_id, assigned.week_id) as week_id,
        coalesce(registered.name, assigned.unit_name) as unit,
        coalesce(registered.org_id, assigned.org_id) as org_id,
        assigned.office,
        assigned.is_joint,
        coalesce(assigned.row_uid, registered.row_uid) as row_uid
    from registered
    inner join asked on registered.week_id = asked.week_id
    full join assigned on registered.week_id = assigned.week_id and registered.org_id = assigned.org_id
),

final as (
    select
        units.week_id,
        units.unit,
        units.org_id,
        units.office,
        row_number() over (partition by units.week_id, units.unit order by units.office, units.row_uid) = 1
            as is_first_of_unit,
        units.office is not null
        and row_number() over (partition by units.week_id, units.office order by units.row_uid) = 1
            as is_first_of_office,
        coalesce(
            min(units.office) over (partition by units.week_id, units.unit)
            = max(units.office) over (partition by units.week_id, units.unit), false
        )
        or coalesce(min(coalesce(units.is_joint, false)) over (partition by units.week_id, units.unit), false)
            as is_assigned_once,
        case when cycles.week_id is not null then inspected.row_uid is not null end as is_inspected,
        units.row_uid,
        inspected.row_uid as inspection_row_uid
    from units
    left join cycles on units.week_id = cycles.week_id
    left join inspected on units.week_id = inspected.week_id and units.org_id = inspected.org_id
)

select * from final
