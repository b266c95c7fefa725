with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

monitored as (select * from {{ ref('int_poverty_households__monitored') }}),

members as (select *, {{ fold_name('village') }} as match_key from {{ ref('stg_household__poverty_households') }}),

helped as (select * from {{ ref('int_poverty_households__helped') }}),

delivered as (
    {{
        effective_rows(
            'members',
            [
                'village', 'household_no', 'householder_name_token', 'id_card_token',
                'person_name_token', 'registered_on'
            ],
            has_round=false
        )
    }}
),

homes as (
    select
        week_id,
        household_no,
        match_key,
        min(village) as village,
        count(*) as members,
        {{ first_by('cause', 'row_uid') }} as cause,
        {{ first_by('status', 'row_uid') }} as status,
        min(row_uid) as row_uid
    from delivered
    where coalesce(registered_on <= known_until, true)
    group by week_id, household_no, match_key
),

asked as (select distinct week_id from helped),

watched as (select distinct week_id from monitored),

final as (
    select
        homes.week_id,
        homes.household_no,
        coalesce(names.name, homes.village) as village,
        names.org_id,
        cast(homes.members as integer) as members,
        homes.cause,
        coalesce(homes.status, 'registered') as status,
        coalesce(homes.status <> 'removed', true) as is_on_register,
        case when asked.week_id is not null then helped.row_uid is not null end as has_measure,
        case when watched.week_id is not null then coalesce(monitored.is_up_to_date, false) end as is_monitored,
        monitored.has_complete_file,
        homes.row_uid,
        helped.row_uid as measure_row_uid,
        monitored.row_uid as monitoring_row_uid
    from homes
    left join names on homes.week_id = names.week_id and homes.match_key = names.match_key
    left join helped on homes.week_id = helped.week_id and homes.household_no = helped.household_no
    left join monitored on homes.week_id = monitored.week_id and homes.household_no = monitored.household_no
    left join asked on homes.week_id = asked.week_id
    left join watched on homes.week_id = watched.week_id
)

select * from final
