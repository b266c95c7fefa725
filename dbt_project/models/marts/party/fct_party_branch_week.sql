with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

branches as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__party_branches') }}),

activities as (select * from {{ ref('fct_organisation_activity_week') }}),

delivered as (
    {{ effective_rows('branches', ['parent', 'branch', 'branch_code', 'valid_from'], has_round=false) }}
),

standing as (
    select
        *,
        {{ fold_name('branch') }} as branch_key,
        row_number() over (
            partition by week_id, parent, {{ fold_name('branch') }}
            order by coalesce(valid_from, established_on) desc nulls last, row_uid desc
        ) as place
    from delivered
    where
        coalesce(coalesce(valid_from, established_on) <= known_until, true)
        and coalesce(valid_to >= known_until, true)
),

-- Silence counts only up to the day that the branch's reporter has told of.
told as (
    select week_id, sender_key, max(told_until_on) as told_until_on
    from activities
    group by week_id, sender_key
),

told_by_any as (select week_id, max(told_until_on) as told_until_on from told group by week_id),

held as (
    select week_id, branch_key, max(held_on) as held_on, {{ last_by('row_uid', 'held_on') }} as row_uid
    from activities
    group by week_id, branch_key
),

final as (
    select
        standing.week_id,
        standing.branch,
        standing.branch_key,
        coalesce(names.name, standing.unit) as unit,
        names.org_id,
        standing.kind,
        coalesce(standing.full_members, 0) + coalesce(standing.probationary_members, 0) as members,
        standing.has_committee,
        standing.established_on,
        least(coalesce(told.told_until_on, told_by_any.told_until_on), standing.known_until) as told_until_on,
        held.held_on as last_activity_on,
        coalesce(held.held_on, standing.established_on, {{ as_date("'1900-01-01'") }})
        < {{ add_days('least(coalesce(told.told_until_on, told_by_any.told_until_on), standing.known_until)', -180) }}
            as is_dormant,
        standing.row_uid,
        held.row_uid as activity_row_uid
    from standing
    left join names on standing.week_id = names.week_id and standing.match_key = names.match_key
    left join told
        on
            standing.week_id = told.week_id
            and {{ fold_name("coalesce(standing.reporting_unit, '')") }} = told.sender_key
    left join told_by_any on standing.week_id = told_by_any.week_id
    left join held on standing.week_id = held.week_id and standing.branch_key = held.branch_key
    where standing.place = 1
)

select * from final
