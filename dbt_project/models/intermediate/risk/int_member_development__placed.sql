with

branches as (
    select
        {{ fold_name('branch') }} as branch_key,
        max(org_id) as org_id,
        max(org_name) as org_name
    from {{ ref('int_party__party_branches') }}
    group by {{ fold_name('branch') }}
),

ranked as (
    select
        *,
        coalesce({{ fold_name('parent') }} || '/', '') || {{ fold_name('branch') }} as branch_id,
        {{ fold_name('branch') }} as branch_key,
        row_number() over (partition by person_id order by as_of desc, row_uid desc) as place
    from {{ ref('int_ledger__member_development') }}
    where person_id is not null
),

final as (
    select
        ranked.row_uid,
        ranked.person_id,
        ranked.person_name_masked,
        ranked.branch_id,
        ranked.branch,
        branches.org_id,
        branches.org_name,
        ranked.applied_on,
        ranked.activist_on,
        ranked.candidate_on,
        ranked.trained_to,
        ranked.training_result,
        ranked.pre_reviewed_on,
        ranked.publicised_from,
        ranked.voted_on,
        ranked.admitted_on,
        coalesce(ranked.admitted_on <= {{ known_until() }}, false) as is_admitted,
        ranked.converted_on,
        ranked.kinship,
        ranked.assessment_text,
        ranked.note
    from ranked
    left join branches on ranked.branch_key = branches.branch_key
    where ranked.place = 1
)

select * from final
