with

elections as (select * from {{ ref('int_branch_elections__placed') }}),

held as (
    select branch_id, max(held_on) as held_on
    from elections
    where is_held
    group by branch_id
),

-- Merged and newly made branches have their first day set anew; only the remark tells of it.
terms as (
    select elections.*
    from elections
    left join held on elections.branch_id = held.branch_id and elections.due_on <= held.held_on
    where not elections.is_held and held.branch_id is null
),

final as (
    select
        'L13.1' as indicator_id,
        'branch' as subject_type,
        branch_id as subject_id,
        org_id,
        due_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'branch',
            'due_on': 'due_on',
            'extension_no': 'extension_no',
            'days': days_between('due_on', known_until())
        }) }} as detail
    from terms
    where
        due_on < {{ known_until() }}
        and not coalesce({{ fits('note', "'合并|新成立|新建'") }}, false)
)

select * from final
