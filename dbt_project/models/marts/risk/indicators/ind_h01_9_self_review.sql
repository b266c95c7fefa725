with

reviews as (
    select *, coalesce(household_no, person_id, row_uid) as home_key
    from {{ ref('int_household__household_reviews') }}
),

members as (select * from {{ ref('int_household__welfare_households') }}),

relatives as (select * from {{ ref('int_register__cadre_relatives') }}),

reviewed as (
    select row_uid, person_id from reviews
    union
    select reviews.row_uid, members.person_id
    from reviews
    inner join members on reviews.household_no = members.household_no
),

reviewers as (select row_uid, {{ each_name('reviewers') }} as reviewer from reviews),

kin as (
    select
        reviewers.row_uid,
        min(relatives.cadre_name) as cadre_name,
        min(relatives.relation) as relation,
        min(relatives.relative_name_masked) as relative_name_masked,
        {{ gathered_rows('relatives.row_uid') }} as evidence
    from reviewers
    inner join reviewed on reviewers.row_uid = reviewed.row_uid
    inner join relatives
        on
            reviewed.person_id = relatives.relative_person_id
            and {{ fold_name('reviewers.reviewer') }} = {{ fold_name('relatives.cadre_name') }}
    group by reviewers.row_uid
),

ranked as (
    select
        reviews.*,
        kin.cadre_name,
        kin.relation,
        kin.relative_name_masked,
        kin.evidence,
        row_number() over (partition by reviews.home_key, reviews.visited_on order by reviews.row_uid) as place
    from reviews
    inner join kin on reviews.row_uid = kin.row_uid
),

final as (
    select
        'H01.9' as indicator_id,
        'household' as subject_type,
        home_key as subject_id,
        org_id,
        visited_on as period_start,
        visited_on as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(row_list(['row_uid']), 'evidence') }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'visited_on': 'visited_on',
            'cadre': 'cadre_name',
            'relative': 'relative_name_masked',
            'relation': 'relation',
            'decision': 'decision'
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
