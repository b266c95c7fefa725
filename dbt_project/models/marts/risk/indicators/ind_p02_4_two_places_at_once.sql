with

branches as (
    select {{ fold_name('branch') }} as branch_key, min(org_id) as org_id
    from {{ ref('int_party__party_branches') }}
    group by {{ fold_name('branch') }}
),

-- Branches that meet together say so in the remark of the sheets.
came as (
    select *, {{ fold_name('branch') }} as branch_key
    from {{ ref('int_party__activity_attendances') }}
    where
        attendance in ('present', 'late')
        and person_id is not null
        and not coalesce({{ fits('note', "'联合|合并'") }}, false)
),

clashing as (
    select distinct came.row_uid
    from came
    inner join came as other
        on
            came.person_id = other.person_id
            and came.branch_key <> other.branch_key
            and came.start_at < other.end_at
            and other.start_at < came.end_at
),

gathered as (
    select
        came.person_id,
        came.held_on,
        min(came.person_name_masked) as person_name,
        min(came.branch) as one_branch,
        max(came.branch) as other_branch,
        min(came.start_at) as start_at,
        {{ first_by('branches.org_id', 'came.branch') }} as org_id,
        {{ gathered_rows('came.row_uid') }} as evidence
    from came
    inner join clashing on came.row_uid = clashing.row_uid
    left join branches on came.branch_key = branches.branch_key
    group by came.person_id, came.held_on
),

final as (
    select
        'P02.4' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'person_name',
            'held_on': 'held_on',
            'one_branch': 'one_branch',
            'other_branch': 'other_branch'
        }) }} as detail
    from gathered
)

select * from final
