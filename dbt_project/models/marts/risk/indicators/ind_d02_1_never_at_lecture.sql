with

lectures as (
    select distinct title
    from {{ ref('int_discipline__education_events') }}
    where kind = 'lecture'
),

listed as (
    select
        sheets.*,
        coalesce(sheets.attendance in ('present', 'late'), false)
        or coalesce(sheets.made_up_on <= {{ known_until() }}, false) as has_come
    from {{ ref('int_discipline__education_attendances') }} as sheets
    inner join lectures on sheets.title = lectures.title
    where sheets.level in ('county', 'section') and sheets.person_id is not null
),

final as (
    select
        'D02.1' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        max(org_id) as org_id,
        min(held_on) as period_start,
        max(held_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(cadre_name)',
            'unit': 'max(org_name)',
            'title': 'title',
            'held_on': 'max(held_on)',
            'attendance': 'max(attendance)'
        }) }} as detail
    from listed
    group by person_id, title
    having {{ count_where('has_come') }} = 0
)

select * from final
