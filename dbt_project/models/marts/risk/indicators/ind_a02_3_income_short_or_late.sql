with

income as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__project_income') }}
    where due_on is not null and shortfall_reason is null
),

judged as (
    select
        *,
        coalesce(received_cny, 0) as paid_cny,
        {{ days_between('due_on', known_until()) }} > {{ parameter('grace_days') }}
        and coalesce(received_cny, 0) < due_cny * (1 - {{ parameter('short_share') }}) as is_short,
        coalesce({{ days_between('due_on', 'received_on') }} > {{ parameter('late_days') }}, false) as is_late
    from income
),

final as (
    select
        'A02.3' as indicator_id,
        'project' as subject_type,
        project as subject_id,
        max(org_id) as org_id,
        due_on as period_start,
        max(coalesce(received_on, due_on)) as period_end,
        sum(greatest(due_cny - paid_cny, 0)) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': "project || ' ' || max(project_name)",
            'village': 'max(org_name)',
            'year': 'max(year)',
            'due_on': 'due_on',
            'due': 'sum(due_cny)',
            'received': 'sum(paid_cny)',
            'received_on': 'max(received_on)'
        }) }} as detail
    from judged
    where is_short or is_late
    group by project, due_on
)

select * from final
