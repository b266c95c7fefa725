with

loads as (select * from {{ ref('int_loads__effective') }}),

elections as (select * from {{ ref('stg_ledger__branch_elections') }}),

branches as (
    select week_id, branch_key, min(unit) as unit, min(org_id) as org_id
    from {{ ref('fct_party_branch_week') }}
    group by week_id, branch_key
),

delivered as (
    {{ effective_rows('elections', ['parent', 'branch', 'term_due_on'], has_round=false) }}
),

judged as (
    select
        delivered.*,
        branches.unit,
        branches.org_id,
        coalesce(delivered.extended_to, delivered.term_due_on) as due_on,
        coalesce(delivered.held_on <= delivered.known_until, false) as is_held,
        coalesce(delivered.full_present_count, delivered.present_count) as voters
    from delivered
    left join branches
        on
            delivered.week_id = branches.week_id
            and {{ fold_name('delivered.branch') }} = branches.branch_key
),

final as (
    select
        week_id,
        branch,
        unit,
        org_id,
        kind,
        term_due_on,
        due_on,
        held_on,
        is_held,
        is_held or due_on <= known_until as is_due,
        is_held and held_on <= due_on as is_on_time,
        is_held and coalesce(method = 'secret_ballot', false) as is_secret,
        is_held and request_no is not null as has_request,
        is_held and eligible_count > 0 and voters is not null as has_count,
        is_held and coalesce(voters * 5 > eligible_count * 4, false) as has_quorum,
        row_uid
    from judged
)

select * from final
