with

activities as (select * from {{ ref('int_party__organisation_activities') }}),

-- An activity has no number: what the contract tells activities apart by is its name.
final as (
    select
        *,
        {{ fold_name('branch') }} as branch_key,
        coalesce(org_id, unit, '') || '/' || {{ fold_name('branch') }} || '/' || coalesce(kind, '') || '/'
        || coalesce({{ as_text('start_at') }}, {{ as_text('held_on') }}) || '/' || coalesce(theme, '') as activity_id
    from activities
)

select * from final
