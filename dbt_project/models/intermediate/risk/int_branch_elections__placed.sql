with

branches as (
    select
        {{ fold_name('branch') }} as branch_key,
        max(org_id) as org_id,
        max(org_name) as org_name
    from {{ ref('int_party__party_branches') }}
    group by {{ fold_name('branch') }}
),

elections as (
    select
        *,
        coalesce({{ fold_name('parent') }} || '/', '') || {{ fold_name('branch') }} as branch_id,
        {{ fold_name('branch') }} as branch_key,
        coalesce(extended_to, term_due_on) as due_on,
        coalesce(held_on <= {{ known_until() }}, false) as is_held
    from {{ ref('int_ledger__branch_elections') }}
),

-- Two lists may give one election another due date: the later list is believed.
ranked as (
    select
        *,
        row_number() over (
            partition by branch_id, is_held, case when is_held then held_on else due_on end
            order by as_of desc, row_uid desc
        ) as place
    from elections
),

final as (
    select
        ranked.row_uid,
        ranked.branch_id,
        ranked.branch,
        branches.org_id,
        branches.org_name,
        ranked.term_due_on,
        ranked.due_on,
        ranked.extension_no,
        ranked.request_no,
        ranked.held_on,
        ranked.is_held,
        ranked.eligible_count,
        ranked.present_count,
        ranked.full_present_count,
        ranked.issued_count,
        ranked.returned_count,
        ranked.method,
        ranked.quota_count,
        ranked.elected_count,
        ranked.note
    from ranked
    left join branches on ranked.branch_key = branches.branch_key
    where ranked.place = 1
)

select * from final
