with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

units as (
    select organisations.*
    from {{ ref('int_organisations__weekly') }} as organisations
    inner join weeks on organisations.week_id = weeks.week_id
    where organisations.kind in ('department', 'subdistrict', 'village', 'community')
),

visits as (
    select * from {{ ref('int_ledger__undercover_visits') }}
    where visited_on <= {{ known_until() }}
),

register as (select min(visited_on) as first_on from visits),

-- What has closed need not be visited: the remark of its last visits says so.
seen as (
    select
        org_id,
        max(visited_on) as last_on,
        {{ last_by('row_uid', 'visited_on') }} as row_uid,
        {{ count_where(fits('note', "'关闭|撤并'")) }} as closed
    from visits
    group by org_id
),

unseen as (
    select
        units.*,
        seen.last_on,
        seen.row_uid as visit_row_uid,
        greatest(coalesce(seen.last_on, register.first_on), units.begins_on) as since_on
    from units
    cross join register
    left join seen on units.org_id = seen.org_id
    where coalesce(seen.closed, 0) = 0
),

final as (
    select
        'L12.3' as indicator_id,
        'organisation' as subject_type,
        org_id as subject_id,
        org_id,
        since_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid', 'visit_row_uid']) }} as evidence,
        {{ detail({
            'subject': 'name',
            'last_on': 'last_on',
            'since_on': 'since_on',
            'days': days_between('since_on', known_until())
        }) }} as detail
    from unseen
    where {{ days_between('since_on', known_until()) }} > {{ parameter('days_unseen') }}
)

select * from final
