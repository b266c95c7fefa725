with

-- A first secretary sent from above takes no seat; only the remark tells of one.
elections as (
    select
        *,
        case when {{ fits('note', "'第一书记'") }} then 1 else 0 end as first_secretaries
    from {{ ref('int_branch_elections__placed') }}
    where is_held
),

final as (
    select
        'L13.4' as indicator_id,
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
            'quota': 'quota_count',
            'elected': 'elected_count'
        }) }} as detail
    from elections
    where
        elected_count - first_secretaries > quota_count
)

select * from final
