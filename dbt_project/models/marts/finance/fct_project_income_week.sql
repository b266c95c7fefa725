with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

income as (
    select
        *,
        coalesce(project_no, {{ fold_name('village') }} || {{ fold_name('project_name') }}) as project_key,
        {{ fold_name('village') }} as match_key
    from {{ ref('stg_audit__project_income') }}
),

projects as (
    select week_id, project_key, max(fund_cny) as fund_cny, min(row_uid) as row_uid
    from {{ ref('fct_poverty_project_week') }}
    group by week_id, project_key
),

delivered as (
    {{
        effective_rows(
            'income',
            ['project_no', 'project_name', 'village', 'year', 'contract_no', 'due_on', 'received_on'],
            has_round=false
        )
    }}
),

-- The funds of a project count once a year, however many contracts or payments it has.
numbered as (
    select
        delivered.*,
        projects.fund_cny,
        projects.row_uid as project_row_uid,
        row_number() over (
            partition by delivered.week_id, delivered.project_key, delivered.year order by delivered.row_uid
        ) as place
    from delivered
    left join projects
        on delivered.week_id = projects.week_id and delivered.project_key = projects.project_key
),

final as (
    select
        numbered.week_id,
        numbered.project_no,
        numbered.project_name,
        coalesce(names.name, numbered.village) as village,
        names.org_id,
        numbered.year,
        numbered.due_cny,
        case
            when coalesce(numbered.received_on > numbered.known_until, false) then 0
            else coalesce(numbered.received_cny, 0)
        end as received_cny,
        case
            when coalesce(numbered.distributed_on > numbered.known_until, false) then 0
            else coalesce(numbered.distributed_cny, 0)
        end as distributed_cny,
        coalesce(numbered.reserved_cny, 0) as reserved_cny,
        case when numbered.place = 1 then numbered.fund_cny end as fund_cny,
        numbered.row_uid,
        numbered.project_row_uid
    from numbered
    left join names on numbered.week_id = names.week_id and numbered.match_key = names.match_key
)

select * from final
