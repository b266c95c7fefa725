with

elections as (select * from {{ ref('int_branch_elections__placed') }} where is_held),

final as (
    select
        'L13.2' as indicator_id,
        'branch' as subject_type,
        branch_id as subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'branch',
            'held_on': 'held_on',
            'issued': 'issued_count',
            'full_members': 'full_present_count'
        }) }} as detail
    from elections
    where
        issued_count > full_present_count
        and not coalesce({{ fits('note', "'转正'") }}, false)
)

select * from final
