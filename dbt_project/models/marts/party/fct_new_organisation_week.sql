with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

organisations as (select *, {{ fold_name('street') }} as match_key from {{ ref('stg_ledger__new_organisations') }}),

plans as (select * from {{ ref('stg_party__study_plans') }}),

delivered as (
    {{ effective_rows('organisations', ['credit_code', 'organisation_name'], has_round=false) }}
),

planned as (
    {{
        effective_rows(
            'plans',
            ['unit', 'year', 'topic_no', 'topic', 'planned_from_on', 'form'],
            has_round=false
        )
    }}
),

named as (
    select week_id, {{ fold_name('unit') }} as plan_key, min(row_uid) as row_uid
    from planned
    where year = extract(year from known_until)
    group by week_id, {{ fold_name('unit') }}
),

asked as (select distinct week_id from planned),

final as (
    select
        delivered.week_id,
        delivered.organisation_name,
        delivered.credit_code,
        coalesce(names.name, delivered.street) as street,
        names.org_id,
        delivered.kind,
        delivered.branch,
        coalesce(delivered.status, 'active') in ('active', 'suspended') as is_listed,
        coalesce(delivered.status, 'active') = 'active'
        and coalesce(delivered.full_member_count >= 3, false) as needs_branch,
        coalesce(delivered.branch_form in ('own', 'joint'), delivered.branch is not null) as has_branch,
        case when asked.week_id is not null then named.row_uid is not null end as has_plan,
        delivered.row_uid,
        named.row_uid as plan_row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    left join asked on delivered.week_id = asked.week_id
    left join named
        on
            delivered.week_id = named.week_id
            and {{ fold_name('coalesce(delivered.branch, delivered.organisation_name)') }} = named.plan_key
)

select * from final
