with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

units as (
    select organisations.*
    from {{ ref('int_organisations__weekly') }} as organisations
    inner join weeks on organisations.week_id = weeks.week_id
    where organisations.kind in ('department', 'subdistrict', 'village', 'community')
),

-- A check of one topic is no inspection of the unit.
inspections as (
    select *
    from {{ ref('int_discipline__district_inspections') }}
    where kind <> 'special_check'
),

cycles as (
    select
        max(cycle_from_on) as cycle_from_on,
        max(cycle_to_on) as cycle_to_on
    from inspections
    where cycle_to_on < {{ known_until() }}
),

inspected as (
    select distinct inspections.org_id
    from inspections
    inner join cycles on inspections.cycle_from_on = cycles.cycle_from_on
),

-- Nobody but the remark of its assignment says that a unit is new, where the register has no first day.
assigned as (
    select
        *,
        coalesce({{ fits('note', "'新设|新组建|新成立'") }}, false) as is_new
    from {{ ref('int_discipline__supervision_assignments') }}
),

final as (
    select
        'D05.2' as indicator_id,
        'organisation' as subject_type,
        units.org_id as subject_id,
        units.org_id,
        cycles.cycle_from_on as period_start,
        cycles.cycle_to_on as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('units.row_uid'), gathered_rows('assigned.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'max(units.name)',
            'cycle_from_on': 'cycles.cycle_from_on',
            'cycle_to_on': 'cycles.cycle_to_on'
        }) }} as detail
    from units
    inner join cycles on units.begins_on <= cycles.cycle_to_on
    left join inspected on units.org_id = inspected.org_id
    left join assigned on units.org_id = assigned.org_id
    where inspected.org_id is null
    group by units.org_id, cycles.cycle_from_on, cycles.cycle_to_on
    having {{ count_where('assigned.is_new') }} = 0
)

select * from final
