with

members as (select * from {{ ref('int_welfare_households__weekly') }}),

reviews as (select * from {{ ref('int_household_reviews__keyed') }}),

begun as (
    select week_id, min(visited_on) as first_on
    from {{ ref('int_household_reviews__weekly') }}
    group by week_id
),

placed as (
    select members.*, begun.first_on as review_from_on
    from members
    left join begun on members.week_id = begun.week_id
),

named as (
    select week_id, village_id, household_no, household_no as home_key from members
    union
    select week_id, village_id, household_no, id_card_token as home_key from members
),

reviewed as (
    select named.week_id, named.village_id, named.household_no, min(reviews.row_uid) as row_uid
    from named
    inner join reviews
        on
            named.week_id = reviews.week_id
            and named.village_id = reviews.village_id
            and named.home_key = reviews.home_key
    group by named.week_id, named.village_id, named.household_no
),

homes as (
    select
        week_id,
        village_id,
        household_no,
        min(village) as village,
        min(org_id) as org_id,
        cast(count(distinct person_key) as integer) as members,
        {%- for flag, day in [('is_on_roll', 'known_until'), ('is_owed_review', 'review_from_on')] %}
        {{
            count_where(
                'coalesce(entitled_from <= ' ~ day ~ ', ' ~ day ~ ' is not null)'
                ~ ' and coalesce(stopped_from > ' ~ day ~ ", status <> 'exited')"
            )
        }} > 0 as {{ flag }},
        {%- endfor %}
        min(row_uid) as row_uid
    from placed
    group by week_id, village_id, household_no
),

final as (
    select
        homes.week_id,
        homes.household_no,
        homes.village,
        homes.org_id,
        homes.members,
        homes.is_on_roll,
        homes.is_owed_review,
        reviewed.row_uid is not null as is_reviewed,
        homes.row_uid,
        reviewed.row_uid as review_row_uid
    from homes
    left join reviewed
        on
            homes.week_id = reviewed.week_id
            and homes.village_id = reviewed.village_id
            and homes.household_no = reviewed.household_no
)

select * from final
