with

payments as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__project_payments') }}
),

projects as (
    select *, coalesce(project_no, org_name || '/' || project_name, project_name) as project
    from {{ ref('int_audit__poverty_projects') }}
),

final as (
    select
        payments.project,
        projects.project_name,
        projects.org_id,
        projects.org_name,
        projects.fund_cny,
        projects.approved_on,
        projects.started_on,
        projects.completed_on,
        projects.accepted_on,
        payments.paid_on,
        payments.amount_cny,
        payments.stage,
        payments.voucher_on,
        payments.voucher_no,
        -- A clause that allows it has a number; that the contract speaks of an advance is not yet one.
        coalesce({{ fits('payments.advance_basis', "'第.+[条款项]'") }}, false) as is_allowed,
        payments.row_uid,
        projects.row_uid as project_row_uid
    from payments
    inner join projects on payments.project = projects.project
)

select * from final
