with

shares as (select * from {{ ref('int_subsidy__income_shares') }}),

amounts as (
    select
        project_no,
        year,
        amount_cny,
        count(*) as households
    from shares
    where project_no is not null and amount_cny > 0
    group by project_no, year, amount_cny
),

most as (
    select
        project_no,
        year,
        sum(households) as households,
        max(households) as alike,
        {{ last_by('amount_cny', 'households') }} as usual_cny
    from amounts
    group by project_no, year
),

projects as (
    select
        project_no,
        year,
        max(project_name) as project_name,
        max(org_id) as org_id,
        max(org_name) as org_name,
        count(distinct class) as classes,
        min(paid_on) as paid_from,
        max(paid_on) as paid_until,
        sum(amount_cny) as shared_cny,
        {{ gathered_rows('row_uid') }} as share_rows
    from shares
    group by project_no, year
),

final as (
    select
        'S05.4' as indicator_id,
        'project' as subject_type,
        projects.project_no as subject_id,
        projects.org_id,
        projects.paid_from as period_start,
        projects.paid_until as period_end,
        projects.shared_cny as amount_cny,
        null as score,
        projects.share_rows as evidence,
        {{ detail({
            'subject': 'projects.project_name',
            'project_no': 'projects.project_no',
            'village': 'projects.org_name',
            'year': 'projects.year',
            'households': 'most.households',
            'alike': 'most.alike',
            'usual': 'most.usual_cny',
            'classes': 'projects.classes',
            'paid_from': 'projects.paid_from',
            'shared': 'projects.shared_cny'
        }) }} as detail
    from most
    inner join projects on most.project_no = projects.project_no and most.year = projects.year
    where
        projects.classes > 1
        and most.households >= {{ parameter('min_households') }}
        and most.alike >= {{ parameter('alike_share') }} * most.households
)

select * from final
