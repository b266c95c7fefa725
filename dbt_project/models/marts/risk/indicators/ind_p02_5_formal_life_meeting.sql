with

meetings as (
    select *
    from {{ ref('int_organisation_activities__identified') }}
    where kind in ('democratic_life', 'organisation_life')
),

-- Short minutes only point to the record book: they are not compared.
copies as (
    select
        *,
        row_number() over (partition by row_uid order by likeness desc, earlier_on, earlier_row_uid) as place
    from {{ ref('int_life_meetings__compared') }}
    where likeness >= {{ parameter('likeness') }} and signs > {{ parameter('least_signs') }}
),

final as (
    select
        'P02.5' as indicator_id,
        'activity' as subject_type,
        meetings.activity_id as subject_id,
        meetings.org_id,
        meetings.held_on as period_start,
        meetings.held_on as period_end,
        null as amount_cny,
        copies.likeness as score,
        {{ row_list(['meetings.row_uid', 'coalesce(copies.earlier_row_uid, meetings.row_uid)']) }} as evidence,
        {{ detail({
            'subject': "meetings.branch || coalesce('“' || meetings.theme || '”', '')",
            'kind': 'meetings.kind',
            'held_on': 'meetings.held_on',
            'attended': 'meetings.attended_count',
            'criticisms': 'meetings.criticism_count',
            'copied_from': 'copies.earlier_branch'
        }) }} as detail
    from meetings
    left join copies on meetings.row_uid = copies.row_uid and copies.place = 1
    where
        copies.row_uid is not null
        or meetings.criticism_count < {{ parameter('per_head') }} * meetings.attended_count
)

select * from final
