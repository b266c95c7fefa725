with

members as (select * from {{ ref('int_household__welfare_households') }}),

reviews as (select * from {{ ref('int_household__household_reviews') }}),

-- The review began with its first visit; who was on the roll that day was to be visited.
begun as (select min(visited_on) as began_on from reviews),

owed as (
    select
        members.*,
        begun.began_on,
        row_number() over (
            partition by members.household_no
            order by coalesce(members.relation = '户主', false) desc, members.row_uid
        ) as place
    from members
    cross join begun
    where
        coalesce(members.entitled_from <= begun.began_on, true)
        and coalesce(members.stopped_from > begun.began_on, coalesce(members.status, 'active') <> 'exited')
        and begun.began_on <= members.known_until
),

-- A review names the household by its number; one without a number, by a member's card.
reviewed as (
    select household_no from reviews
    union
    select owed.household_no
    from owed
    inner join reviews on owed.person_id = reviews.person_id and reviews.household_no is null
),

final as (
    select
        'H01.1' as indicator_id,
        'household' as subject_type,
        owed.household_no as subject_id,
        owed.org_id,
        owed.began_on as period_start,
        cast(null as date) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['owed.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'coalesce(owed.householder_name_masked, owed.person_name_masked)',
            'household_no': 'owed.household_no',
            'village': 'owed.village',
            'began_on': 'owed.began_on',
            'entitled_from': 'owed.entitled_from'
        }) }} as detail
    from owed
    left join reviewed on owed.household_no = reviewed.household_no
    where owed.place = 1 and reviewed.household_no is null
)

select * from final
