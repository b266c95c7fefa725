with

projects as (select * from {{ ref('int_audit__poverty_projects') }}),

officials as (
    select {{ fold_name('cadre_name') }} as official, person_id from {{ ref('int_party__cadres') }}
    union
    select {{ fold_name('cadre_name') }} as official, person_id from {{ ref('int_register__village_cadres') }}
),

signed as (
    select
        *,
        coalesce(project_no, org_name || '/' || project_name, project_name) as project,
        {{ each_name('acceptors') }} as written
    from projects
),

-- Who signs as 代表 of the village does so by duty.
accepting as (
    select *, {{ fold_name('written') }} as acceptor
    from signed
    where not {{ fits('written', "'[（(][^（()）]*代表'") }}
),

-- Of the head of an operator only the surname and the length of the name are readable here.
matched as (
    select
        accepting.*,
        coalesce(
            accepting.acceptor in (
                {{ fold_name('accepting.operator_masked') }}, {{ fold_name('accepting.contractor_masked') }}
            ),
            false
        ) as is_unit,
        accepting.acceptor like replace(accepting.operator_head_name_masked, '*', '_') as is_like_head,
        officials.official is not null as is_official,
        coalesce(officials.person_id = accepting.operator_head_person_id, false) as is_head
    from accepting
    left join officials on accepting.acceptor = officials.official
),

final as (
    select
        'A02.2' as indicator_id,
        'project' as subject_type,
        project as subject_id,
        max(org_id) as org_id,
        max(accepted_on) as period_start,
        max(accepted_on) as period_end,
        max(fund_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': "project || ' ' || max(project_name)",
            'village': 'max(org_name)',
            'accepted_on': 'max(accepted_on)',
            'operator': 'max(operator_masked)',
            'head': 'max(operator_head_name_masked)',
            'contractor': 'max(contractor_masked)'
        }) }} as detail
    from matched
    where is_unit or is_head or (is_like_head and not is_official)
    group by project
)

select * from final
