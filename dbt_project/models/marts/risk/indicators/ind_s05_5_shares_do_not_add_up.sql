with

incomes as (select * from {{ ref('int_audit__project_income') }}),

shares as (select * from {{ ref('int_subsidy__income_shares') }}),

summed as (
    select
        project_no,
        year,
        sum(amount_cny) as shared_cny,
        {{ gathered_rows('row_uid') }} as share_rows
    from shares
    where project_no is not null
    group by project_no, year
),

reported as (
    select
        project_no,
        year,
        max(project_name) as project_name,
        max(org_id) as org_id,
        max(org_name) as org_name,
        max(distributed_on) as distributed_on,
        coalesce(sum(distributed_cny), 0) as distributed_cny,
        coalesce(sum(reserved_cny), 0) as reserved_cny,
        {{ gathered_rows('row_uid') }} as income_rows
    from incomes
    where project_no is not null and year is not null
    group by project_no, year
),

compared as (
    select
        reported.*,
        coalesce(summed.shared_cny, 0) as shared_cny,
        coalesce({{ joined_rows('reported.income_rows', 'summed.share_rows') }}, reported.income_rows) as both_rows
    from reported
    left join summed on reported.project_no = summed.project_no and reported.year = summed.year
),

final as (
    select
        'S05.5' as indicator_id,
        'project' as subject_type,
        project_no as subject_id,
        org_id,
        cast({{ as_text('year') }} || '-01-01' as date) as period_start,
        coalesce(distributed_on, cast({{ as_text('year') }} || '-12-31' as date)) as period_end,
        abs(distributed_cny - shared_cny) as amount_cny,
        null as score,
        both_rows as evidence,
        {{ detail({
            'subject': 'project_name',
            'project_no': 'project_no',
            'village': 'org_name',
            'year': 'year',
            'distributed': 'distributed_cny',
            'reserved': 'reserved_cny',
            'shared': 'shared_cny',
            'gap': 'abs(distributed_cny - shared_cny)'
        }) }} as detail
    from compared
    where
        -- Some villages report with what was kept back, some without: either may fit.
        abs(distributed_cny - shared_cny) > {{ parameter('tolerance') }} * distributed_cny
        and abs(distributed_cny - reserved_cny - shared_cny) > {{ parameter('tolerance') }} * distributed_cny
)

select * from final
