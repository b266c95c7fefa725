with

-- Who drinks at lunch is found at lunch: visits to restaurants have their hour from what they look for.
visits as (
    select
        team,
        visit_no,
        visited_on,
        cast({{ iso_weekday('visited_on') }} as integer) as weekday,
        extract(hour from min(visited_at)) < 12 as is_morning,
        {{ gathered_rows('row_uid') }} as row_uids,
        min(row_uid) as row_uid
    from {{ ref('int_ledger__undercover_visits') }}
    where
        visited_at is not null
        and coalesce(site_kind <> 'restaurant', true)
        and visited_on <= {{ known_until() }}
        and extract(year from visited_on) = extract(year from {{ known_until() }})
    group by team, visit_no, visited_on
),

cells as (
    select
        team,
        weekday,
        is_morning,
        count(*) as visits,
        min(visited_on) as first_on,
        max(visited_on) as last_on,
        {{ gathered_rows('row_uid') }} as evidence
    from visits
    group by team, weekday, is_morning
),

ranked as (
    select
        *,
        sum(visits) over (partition by team) as all_visits,
        row_number() over (partition by team order by visits desc, weekday, is_morning) as place
    from cells
),

final as (
    select
        'L12.2' as indicator_id,
        'other' as subject_type,
        team as subject_id,
        null as org_id,
        first_on as period_start,
        last_on as period_end,
        null as amount_cny,
        cast(visits as double) / all_visits as score,
        evidence,
        {{ detail({
            'subject': 'team',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'visits': 'visits',
            'all_visits': 'cast(all_visits as integer)',
            'half_day_zh': "'周' || substr('一二三四五六日', weekday, 1) || case when is_morning then '上午' else '下午' end",
            'half_day_en': "substr('MonTueWedThuFriSatSun', 3 * weekday - 2, 3)"
            ~ " || case when is_morning then ' morning' else ' afternoon' end",
            'share': 'cast(visits as double) / all_visits'
        }) }} as detail
    from ranked
    where
        place = 1
        and all_visits >= {{ parameter('least_visits') }}
        and visits >= {{ parameter('same_share') }} * all_visits
)

select * from final
