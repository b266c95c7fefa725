with

welfare as (select * from {{ ref('int_household__welfare_households') }}),

poor as (select * from {{ ref('int_household__poverty_households') }}),

registrations as (select * from {{ ref('int_poverty_households__registered') }}),

final as (
    select
        'welfare' as roll,
        household_no,
        person_id,
        person_name_masked,
        village,
        org_id,
        org_name,
        entitled_from as listed_on,
        row_uid
    from welfare
    where coalesce(status, 'active') = 'active' and coalesce(stopped_from > known_until, true)
    union all
    select
        'poverty' as roll,
        poor.household_no,
        poor.person_id,
        poor.person_name_masked,
        poor.village,
        poor.org_id,
        poor.org_name,
        poor.registered_on as listed_on,
        poor.row_uid
    from poor
    inner join registrations
        on
            poor.household_no = registrations.household_no
            and poor.registered_on is not distinct from registrations.registered_on
    where registrations.is_last and coalesce(registrations.status, 'registered') <> 'removed'
)

select * from final
