{% set aspects = ['approval', 'operation', 'funding', 'acceptance', 'income', 'reimbursement'] %}

with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

projects as (
    select
        *,
        coalesce(project_no, {{ fold_name('village') }} || {{ fold_name('project_name') }}) as project_key,
        {{ fold_name('village') }} as match_key
    from {{ ref('stg_audit__poverty_projects') }}
),

checks as (
    select
        *,
        coalesce(project_no, {{ fold_name('village') }} || {{ fold_name('project_name') }}) as project_key
    from {{ ref('stg_audit__project_checks') }}
),

delivered as (
    {{ effective_rows('projects', ['project_no', 'project_name', 'village'], has_round=false) }}
),

checked as (
    {{ effective_rows('checks', ['project_key', 'checked_on', 'checker'], has_round=false) }}
),

verdicts as (
    select
        week_id,
        project_key,
        {%- for aspect in aspects %}
        count({{ aspect }}_verdict) > 0 as has_{{ aspect }},
        {%- endfor %}
        min(row_uid) as check_row_uid
    from checked
    where checked_on <= known_until
    group by week_id, project_key
),

final as (
    select
        delivered.week_id,
        delivered.project_key,
        delivered.project_no,
        delivered.project_name,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.kind,
        delivered.fund_cny,
        delivered.status,
        verdicts.check_row_uid is not null as is_checked,
        cast(
            0
            {%- for aspect in aspects %}
            + case when verdicts.has_{{ aspect }} then 1 else 0 end
            {%- endfor %} as integer
        ) as aspects_checked,
        coalesce(
            verdicts.has_approval
            and verdicts.has_operation
            and verdicts.has_funding
            and verdicts.has_acceptance,
            false
        ) as has_all_phases,
        delivered.row_uid,
        verdicts.check_row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    left join verdicts
        on delivered.week_id = verdicts.week_id and delivered.project_key = verdicts.project_key
)

select * from final
