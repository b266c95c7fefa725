with

-- An old request may lie in the archive; nothing excuses an open vote.
elections as (
    select
        *,
        coalesce({{ fits('note', "'老档|存档|归档|档案'") }}, false) as is_archived
    from {{ ref('int_branch_elections__placed') }}
    where is_held
),

final as (
    select
        'L13.6' as indicator_id,
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
            'request_no': 'request_no',
            'method': 'method'
        }) }} as detail
    from elections
    where
        (request_no is null and not is_archived)
        or method <> 'secret_ballot'
)

select * from final
