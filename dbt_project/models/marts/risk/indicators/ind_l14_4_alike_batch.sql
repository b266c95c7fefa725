with

admitted as (
    select
        *,
        {{ sign_pairs('assessment_text') }} as pairs
    from {{ ref('int_member_development__placed') }}
    where is_admitted and assessment_text is not null
),

-- One batch has one day: what makes it odd is that the words are the same as well.
alike as (
    select
        one.branch_id,
        one.branch,
        one.org_id,
        one.applied_on,
        one.activist_on,
        one.candidate_on,
        one.admitted_on,
        one.row_uid,
        other.row_uid as other_row_uid,
        {{ likeness('one.pairs', 'other.pairs') }} as likeness
    from admitted as one
    inner join admitted as other
        on
            one.branch_id = other.branch_id
            and one.applied_on = other.applied_on
            and one.activist_on = other.activist_on
            and one.candidate_on = other.candidate_on
            and one.admitted_on = other.admitted_on
            and one.row_uid <> other.row_uid
),

matched as (
    select
        branch_id,
        branch,
        org_id,
        admitted_on,
        row_uid,
        count(*) + 1 as people,
        min(likeness) as likeness
    from alike
    where likeness >= {{ parameter('least_likeness') }}
    group by branch_id, branch, org_id, admitted_on, row_uid
),

final as (
    select
        'L14.4' as indicator_id,
        'branch' as subject_type,
        branch_id as subject_id,
        max(org_id) as org_id,
        admitted_on as period_start,
        admitted_on as period_end,
        null as amount_cny,
        min(likeness) as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(branch)',
            'admitted_on': 'admitted_on',
            'people': 'max(people)',
            'likeness': 'min(likeness)'
        }) }} as detail
    from matched
    where people >= {{ parameter('least_people') }}
    group by branch_id, admitted_on
)

select * from final
