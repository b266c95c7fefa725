with

elections as (select * from {{ ref('int_branch_elections__placed') }} where is_held),

final as (
    select
        'L13.5' as indicator_id,
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
            'present': 'present_count',
            'issued': 'issued_count',
            'returned': 'returned_count'
        }) }} as detail
    from elections
    where
        (returned_count > issued_count or issued_count > present_count)
        and not coalesce({{ fits('note', "'笔误'") }}, false)
)

select * from final
