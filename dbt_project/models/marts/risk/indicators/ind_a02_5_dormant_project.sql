with

projects as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__poverty_projects') }}
    where coalesce(status <> 'under_construction', true)
),

receipts as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__project_income') }}
),

income as (
    select project, max(received_on) as received_on, {{ gathered_rows('row_uid') }} as income_rows
    from receipts
    group by project
),

visited as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__project_checks') }}
),

checks as (
    select *, row_number() over (partition by project order by checked_on desc, row_uid) as nth
    from visited
),

lived as (
    select
        projects.project,
        projects.project_name,
        projects.org_id,
        projects.org_name,
        projects.fund_cny,
        checks.checked_on,
        case
            when income.received_on > checks.last_used_on or checks.last_used_on is null then income.received_on
            else checks.last_used_on
        end as last_on,
        {{ row_list(['projects.row_uid', 'checks.row_uid']) }} as own_rows,
        income.income_rows
    from projects
    inner join checks on projects.project = checks.project and checks.nth = 1
    left join income on projects.project = income.project
),

final as (
    select
        'A02.5' as indicator_id,
        'project' as subject_type,
        project as subject_id,
        org_id,
        coalesce(last_on, checked_on) as period_start,
        checked_on as period_end,
        fund_cny as amount_cny,
        null as score,
        {{ joined_rows('own_rows', 'income_rows') }} as evidence,
        {{ detail({
            'subject': "project || ' ' || project_name",
            'village': 'org_name',
            'last_on': 'last_on',
            'checked_on': 'checked_on',
            'fund': 'fund_cny'
        }) }} as detail
    from lived
    where last_on is null or {{ days_between('last_on', 'checked_on') }} > {{ parameter('idle_days') }}
)

select * from final
