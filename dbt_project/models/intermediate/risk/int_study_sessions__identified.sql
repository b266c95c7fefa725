with

sessions as (select * from {{ ref('int_party__study_sessions') }}),

-- A session has no number: what the contract tells sessions apart by is its name.
final as (
    select
        *,
        coalesce(org_id, unit) as unit_id,
        coalesce(org_id, unit) || '/' || {{ as_text('held_on') }} || '/'
        || coalesce(form, '') || '/' || coalesce(topic, '') as session_id
    from sessions
)

select * from final
