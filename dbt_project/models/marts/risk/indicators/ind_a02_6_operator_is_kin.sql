with

projects as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__poverty_projects') }}
),

kin as (select * from {{ ref('int_cadre_kin__listed') }}),

final as (
    select
        'A02.6' as indicator_id,
        'project' as subject_type,
        projects.project as subject_id,
        max(projects.org_id) as org_id,
        max(projects.approved_on) as period_start,
        max(coalesce(projects.accepted_on, projects.approved_on)) as period_end,
        max(projects.fund_cny) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('projects.row_uid'), gathered_rows('kin.row_uid')) }} as evidence,
        {{ detail({
            'subject': "projects.project || ' ' || max(projects.project_name)",
            'village': 'max(projects.org_name)',
            'operator': 'max(projects.operator_masked)',
            'head': 'max(projects.operator_head_name_masked)',
            'cadre': 'min(kin.cadre_name)',
            'approved_on': 'max(projects.approved_on)',
            'fund': 'max(projects.fund_cny)'
        }) }} as detail
    from projects
    inner join kin on projects.operator_head_person_id = kin.person_id
    where projects.voted_on is null
    group by projects.project
)

select * from final
