with

reviews as (
    select *, coalesce(household_no, person_id, row_uid) as home_key
    from {{ ref('int_household__household_reviews') }}
),

-- Of one photo shown for several households the first visit may be genuine, the later ones cannot be.
photos as (
    select
        row_uid,
        first_value(home_key) over first_shown as first_home_key,
        first_value(row_uid) over first_shown as first_row_uid
    from reviews
    where photo_digest is not null
    window first_shown as (partition by photo_digest order by visited_on, visited_at, row_uid)
),

doubtful as (
    select
        reviews.*,
        case when photos.first_home_key <> reviews.home_key then photos.first_home_key end as other_household_no,
        case when photos.first_home_key <> reviews.home_key then photos.first_row_uid end as other_row_uid
    from reviews
    left join photos on reviews.row_uid = photos.row_uid
    where
        reviews.photo_digest is null
        or photos.first_home_key <> reviews.home_key
        or (
            reviews.distance_m > {{ parameter('distance_m') }}
            and not coalesce({{ fits('reviews.note', "'搬|住院|外出|居住'") }}, false)
        )
),

-- A household reviewed for two schemes on one day was visited once.
ranked as (
    select *, row_number() over (partition by home_key, visited_on order by row_uid) as place
    from doubtful
),

final as (
    select
        'H01.4' as indicator_id,
        'household' as subject_type,
        home_key as subject_id,
        org_id,
        visited_on as period_start,
        visited_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid', 'coalesce(other_row_uid, row_uid)']) }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'visited_on': 'visited_on',
            'team': 'team',
            'photo': 'photo_digest',
            'distance_m': 'distance_m',
            'other_household_no': 'other_household_no'
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
