with

income as (
    select
        *,
        coalesce(project_no, org_name || '/' || project_name, project_name) as project,
        coalesce(distributed_cny, 0) as shared_cny,
        case when reserve_basis is not null then coalesce(reserved_cny, 0) else 0 end as kept_cny
    from {{ ref('int_audit__project_income') }}
    where received_cny > 0
),

-- Some sheets count the reserve as shared out, others beside it; either way of adding may hold.
judged as (
    select
        *,
        least(abs(received_cny - shared_cny), abs(received_cny - shared_cny - kept_cny)) as open_cny
    from income
    where
        -- What has just come in has not been shared out yet.
        distributed_on is not null
        or {{ days_between('received_on', known_until()) }} > {{ parameter('grace_days') }}
),

final as (
    select
        'A02.4' as indicator_id,
        'project' as subject_type,
        project as subject_id,
        max(org_id) as org_id,
        received_on as period_start,
        max(coalesce(distributed_on, received_on)) as period_end,
        sum(open_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': "project || ' ' || max(project_name)",
            'village': 'max(org_name)',
            'year': 'max(year)',
            'received_on': 'received_on',
            'received': 'sum(received_cny)',
            'shared': 'sum(shared_cny)',
            'kept': 'sum(kept_cny)',
            'open': 'sum(open_cny)'
        }) }} as detail
    from judged
    where open_cny > received_cny * {{ parameter('open_share') }}
    group by project, received_on
)

select * from final
