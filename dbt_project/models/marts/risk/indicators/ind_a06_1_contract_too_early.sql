with

projects as (select * from {{ ref('int_audit__investment_projects') }}),

-- A framework agreement binds nobody to pay; it may come before everything else.
signed as (
    select
        *,
        greatest(appraised_on, legal_reviewed_on, decided_on) as last_step_on
    from projects
    where contract_on is not null and not coalesce(is_framework, false)
),

final as (
    select
        'A06.1' as indicator_id,
        'project' as subject_type,
        project_no as subject_id,
        org_id,
        contract_on as period_start,
        last_step_on as period_end,
        amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'project_name',
            'project_no': 'project_no',
            'unit': 'org_name',
            'amount': 'amount_cny',
            'contract_on': 'contract_on',
            'appraised_on': 'appraised_on',
            'legal_reviewed_on': 'legal_reviewed_on',
            'decided_on': 'decided_on'
        }) }} as detail
    from signed
    where contract_on < last_step_on and project_no is not null
)

select * from final
