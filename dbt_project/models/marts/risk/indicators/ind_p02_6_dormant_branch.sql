with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

branches as (select * from {{ ref('int_party_branches__identified') }} where not is_excused),

told as (select * from {{ ref('fct_party_branch_week') }}),

-- Silence counts up to the day that the branch's reporter has told of.
silent as (
    select
        branches.*,
        told.told_until_on,
        told.last_activity_on,
        told.activity_row_uid,
        coalesce(told.last_activity_on, branches.established_on) as active_on
    from told
    inner join weeks on told.week_id = weeks.week_id
    inner join branches on told.row_uid = branches.row_uid
),

final as (
    select
        'P02.6' as indicator_id,
        'branch' as subject_type,
        branch_id as subject_id,
        org_id,
        active_on as period_start,
        told_until_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid', 'coalesce(activity_row_uid, row_uid)']) }} as evidence,
        {{ detail({
            'subject': 'branch',
            'last_activity_on': 'last_activity_on',
            'told_until': 'told_until_on',
            'days': days_between('active_on', 'told_until_on')
        }) }} as detail
    from silent
    where coalesce({{ days_between('active_on', 'told_until_on') }} > {{ parameter('silent_days') }}, true)
)

select * from final
