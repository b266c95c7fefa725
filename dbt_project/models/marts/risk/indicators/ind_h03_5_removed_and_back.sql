with

registrations as (select * from {{ ref('int_poverty_households__registered') }}),

gone as (select * from registrations where status = 'removed' and status_on is not null),

-- A household that fell back is entered as such; one that comes back under another number is told by its householder.
returned as (
    select
        again.*,
        gone.status_on as removed_on,
        gone.row_uid as gone_row_uid,
        row_number() over (partition by again.row_uid order by gone.status_on desc, gone.row_uid) as place
    from registrations as again
    inner join gone
        on
            (again.household_no = gone.household_no or again.person_id = gone.person_id)
            and again.row_uid <> gone.row_uid
            and again.registered_on >= gone.status_on
            and {{ days_between('gone.status_on', 'again.registered_on') }} <= {{ parameter('return_days') }}
    where coalesce(again.status, 'registered') <> 'relapsed'
),

final as (
    select
        'H03.5' as indicator_id,
        'household' as subject_type,
        household_no as subject_id,
        org_id,
        registered_on as period_start,
        cast(null as date) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['gone_row_uid', 'row_uid']) }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'removed_on': 'removed_on',
            'registered_on': 'registered_on',
            'status': 'status'
        }) }} as detail
    from returned
    where place = 1
)

select * from final
