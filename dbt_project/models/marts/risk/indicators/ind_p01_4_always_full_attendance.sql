with

sessions as (
    select *, extract(year from held_on) as study_year
    from {{ ref('int_study_sessions__identified') }}
    where expected_count > 0
),

groups as (
    select
        unit_id,
        study_year,
        min(org_id) as org_id,
        min(org_name) as org_name,
        max(held_on) as last_on,
        count(*) as sessions,
        max(expected_count) as size,
        {{ gathered_rows('row_uid') }} as evidence
    from sessions
    group by unit_id, study_year
    having {{ count_where('coalesce(attended_count < expected_count, true)') }} = 0
),

final as (
    select
        'P01.4' as indicator_id,
        'organisation' as subject_type,
        unit_id as subject_id,
        org_id,
        {{ as_date(as_text('study_year') ~ " || '-01-01'") }} as period_start,
        last_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'org_name',
            'year': as_text('study_year'),
            'sessions': 'sessions',
            'size': 'size',
            'last_on': 'last_on'
        }) }} as detail
    from groups
    where sessions >= {{ parameter('sessions') }} and size > {{ parameter('tiny_group') }}
)

select * from final
