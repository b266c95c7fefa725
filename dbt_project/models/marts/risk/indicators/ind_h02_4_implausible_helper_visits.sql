with

visits as (
    select *
    from {{ ref('int_household__poverty_monitoring') }}
    where helper is not null and visited_on is not null
),

crowded as (
    select helper, visited_on, {{ gathered_rows('row_uid') }} as evidence
    from visits
    where not coalesce({{ fits('note', "'集中走访|集体走访'") }}, false)
    group by helper, visited_on
    having count(distinct household_no) > {{ parameter('visits_per_day') }}
),

-- The first visit with a photo may be genuine, a later one with the same cannot be.
photos as (
    select
        *,
        first_value(row_uid) over (partition by photo_digest order by visited_on, row_uid) as first_row_uid
    from visits
    where photo_digest is not null
),

reused as (
    select
        helper,
        visited_on,
        count(*) as reused_photos,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('first_row_uid')) }} as evidence
    from photos
    where first_row_uid <> row_uid
    group by helper, visited_on
),

days as (
    select helper, visited_on, min(org_id) as org_id, count(distinct household_no) as households
    from visits
    group by helper, visited_on
),

final as (
    select
        'H02.4' as indicator_id,
        'visit' as subject_type,
        days.helper || '/' || {{ as_text('days.visited_on') }} as subject_id,
        days.org_id,
        days.visited_on as period_start,
        days.visited_on as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(
            'coalesce(crowded.evidence, reused.evidence)', 'coalesce(reused.evidence, crowded.evidence)'
        ) }} as evidence,
        {{ detail({
            'subject': 'days.helper',
            'visited_on': 'days.visited_on',
            'households': 'days.households',
            'reused_photos': 'coalesce(reused.reused_photos, 0)'
        }) }} as detail
    from days
    left join crowded on days.helper = crowded.helper and days.visited_on = crowded.visited_on
    left join reused on days.helper = reused.helper and days.visited_on = reused.visited_on
    where crowded.helper is not null or reused.helper is not null
)

select * from final
