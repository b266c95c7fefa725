with

branches as (
    select *, full_members - coalesce(mobile_members, 0) as members_here
    from {{ ref('int_party_branches__identified') }}
    where coalesce(valid_to >= known_until, true)
),

final as (
    select
        'P03.1' as indicator_id,
        'branch' as subject_type,
        branch_id as subject_id,
        min(org_id) as org_id,
        cast(null as date) as period_start,
        max({{ as_date('as_of') }}) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'min(branch)',
            'listed_on': 'max(' ~ as_date('as_of') ~ ')',
            'full_members': 'max(full_members)',
            'mobile_members': 'max(coalesce(mobile_members, 0))',
            'members_here': 'max(members_here)'
        }) }} as detail
    from branches
    where members_here > {{ parameter('members') }} and group_count = 0
    group by branch_id
)

select * from final
