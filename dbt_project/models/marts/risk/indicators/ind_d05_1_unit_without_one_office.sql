with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

units as (
    select organisations.*
    from {{ ref('int_organisations__weekly') }} as organisations
    inner join weeks on organisations.week_id = weeks.week_id
    where organisations.kind in ('department', 'subdistrict', 'village', 'community')
),

assigned as (
    select *
    from {{ ref('int_discipline__supervision_assignments') }}
    where
        valid_from <= {{ known_until() }}
        and coalesce(valid_to >= {{ known_until() }}, true)
),

asked as (select count(*) as assignments from assigned),

final as (
    select
        'D05.1' as indicator_id,
        'organisation' as subject_type,
        units.org_id as subject_id,
        units.org_id,
        max(assigned.valid_from) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('units.row_uid'), gathered_rows('assigned.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'max(units.name)',
            'offices': 'count(distinct assigned.office)',
            'first_office': 'min(assigned.office)',
            'last_office': 'max(assigned.office)'
        }) }} as detail
    from units
    inner join asked on asked.assignments > 0
    left join assigned on units.org_id = assigned.org_id
    group by units.org_id
    having
        count(distinct assigned.office) = 0
        or (
            count(distinct assigned.office) > 1
            and {{ count_where('not coalesce(assigned.is_joint, false)') }} > 0
        )
)

select * from final
