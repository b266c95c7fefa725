with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

branches as (select * from {{ ref('int_party_branches__identified') }} where not is_excused),

told as (select * from {{ ref('fct_party_branch_week') }} where has_committee),

meetings as (
    select
        branch_key,
        max(held_on) as held_on,
        {{ last_by('row_uid', 'held_on') }} as row_uid
    from {{ ref('int_organisation_activities__identified') }}
    where kind = 'committee_meeting'
    group by branch_key
),

-- Silence counts up to the day that the branch's reporter has told of.
silent as (
    select
        branches.*,
        told.told_until_on,
        coalesce(meetings.held_on, branches.established_on) as met_on,
        meetings.held_on as last_meeting_on,
        meetings.row_uid as meeting_row_uid
    from told
    inner join weeks on told.week_id = weeks.week_id
    inner join branches on told.row_uid = branches.row_uid
    left join meetings on branches.branch_key = meetings.branch_key
),

final as (
    select
        'P02.1' as indicator_id,
        'branch' as subject_type,
        branch_id as subject_id,
        org_id,
        met_on as period_start,
        told_until_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid', 'coalesce(meeting_row_uid, row_uid)']) }} as evidence,
        {{ detail({
            'subject': 'branch',
            'last_meeting_on': 'last_meeting_on',
            'told_until': 'told_until_on',
            'days': days_between('met_on', 'told_until_on')
        }) }} as detail
    from silent
    where {{ days_between('met_on', 'told_until_on') }} >= {{ parameter('silent_days') }}
)

select * from final
