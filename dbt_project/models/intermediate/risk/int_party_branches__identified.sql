with

branches as (select *, {{ fold_name('branch') }} as branch_key from {{ ref('int_party__party_branches') }}),

organisations as (select * from {{ ref('int_ledger__new_organisations') }}),

standing_still as (
    select distinct {{ fold_name('branch') }} as branch_key
    from organisations
    where status = 'suspended' and branch is not null
),

-- Only the remark tells which of the retired are cared for at home.
final as (
    select
        branches.*,
        coalesce({{ fold_name('branches.parent') }} || '/', '') || branches.branch_key as branch_id,
        standing_still.branch_key is not null
        or coalesce(branches.kind = 'retired' and {{ fits('branches.note', "'送学上门|行动不便'") }}, false)
            as is_excused
    from branches
    left join standing_still on branches.branch_key = standing_still.branch_key
)

select * from final
