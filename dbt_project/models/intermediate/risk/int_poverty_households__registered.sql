with

members as (select * from {{ ref('int_household__poverty_households') }}),

-- A household that comes back is registered again; each registration is told by the householder's row.
ranked as (
    select
        *,
        row_number() over (
            partition by household_no, registered_on
            order by coalesce(relation = '户主' or person_name_token = householder_name_token, false) desc, row_uid
        ) as member_place
    from members
),

heads as (
    select
        *,
        row_number() over (partition by household_no order by registered_on desc, row_uid desc) as place
    from ranked
    where member_place = 1
),

final as (
    select
        household_no,
        registered_on,
        status,
        status_on,
        cause,
        note,
        person_id,
        coalesce(householder_name_masked, person_name_masked) as householder_name_masked,
        village,
        org_id,
        org_name,
        place = 1 as is_last,
        row_uid
    from heads
)

select * from final
