with

-- Who may be left out of the count is only told by the remark.
elections as (
    select
        *,
        cast(
            coalesce(nullif({{ captured('note', "'不计算的([0-9]{1,4})名'", 1) }}, ''), '0') as integer
        ) as excused_count
    from {{ ref('int_branch_elections__placed') }}
    where is_held
),

final as (
    select
        'L13.3' as indicator_id,
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
            'eligible': 'eligible_count',
            'excused': 'excused_count',
            'present': 'present_count'
        }) }} as detail
    from elections
    where
        present_count <= (eligible_count - excused_count) * {{ parameter('quorum') }}
)

select * from final
