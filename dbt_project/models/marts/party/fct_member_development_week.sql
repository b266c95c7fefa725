with

loads as (select * from {{ ref('int_loads__effective') }}),

people as (select * from {{ ref('stg_ledger__member_development') }}),

branches as (
    select week_id, branch_key, min(org_id) as org_id
    from {{ ref('fct_party_branch_week') }}
    group by week_id, branch_key
),

delivered as (
    {{ effective_rows('people', ['id_card_token'], has_round=false) }}
),

dated as (
    select
        *,
        coalesce(admitted_on <= known_until, false) as is_admitted,
        case
            when converted_on <= known_until then 'full'
            when admitted_on <= known_until then 'probationary'
            when candidate_on <= known_until then 'candidate'
            when activist_on <= known_until then 'activist'
            when applied_on <= known_until then 'applicant'
        end as stage,
        coalesce(training_result = 'passed', trained_to is not null)
        and coalesce(trained_to <= admitted_on, true) as is_trained
    from delivered
),

final as (
    select
        dated.week_id,
        dated.id_card_token as person_token,
        dated.branch,
        branches.org_id,
        dated.stage,
        dated.admitted_on,
        dated.is_admitted,
        dated.is_trained,
        dated.is_admitted
        and dated.is_trained
        and coalesce(dated.pre_reviewed_on <= dated.admitted_on, false)
        and coalesce(dated.publicised_from <= dated.admitted_on and dated.publicised_to is not null, false)
        and coalesce(dated.voted_on <= dated.admitted_on, false) as has_all_controls,
        row_number() over (partition by dated.week_id, dated.stage order by dated.applied_on, dated.row_uid) = 1
            as is_first_of_stage,
        dated.row_uid
    from dated
    left join branches
        on dated.week_id = branches.week_id and {{ fold_name('dated.branch') }} = branches.branch_key
    where dated.stage is not null
)

select * from final
