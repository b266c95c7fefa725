with

-- A handful of people may have to share the posts: the remark names the approval.
held as (
    select
        *,
        row_number() over (partition by person_id order by valid_from, row_uid) as place
    from {{ ref('int_party__party_staff') }}
    where
        person_id is not null
        and not coalesce(is_vacant, false)
        and coalesce(valid_to >= known_until, true)
        and not coalesce({{ fits('note', "'批准'") }}, false)
),

people as (
    select
        person_id,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(staff_name) as staff_name,
        max(valid_from) filter (where place <= {{ parameter('posts') }}) as many_from,
        max(known_until) as known_until,
        count(distinct coalesce(branch, unit) || '/' || post) as posts,
        {{ gathered_rows('row_uid') }} as evidence
    from held
    group by person_id
),

final as (
    select
        'P03.2' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        many_from as period_start,
        known_until as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'staff_name',
            'unit': 'org_name',
            'posts': 'posts',
            'many_from': 'many_from'
        }) }} as detail
    from people
    where posts >= {{ parameter('posts') }}
)

select * from final
