with

projects as (select * from {{ ref('int_audit__investment_projects') }}),

-- A change counts as approved where its document has a number.
costed as (
    select
        *,
        case when change_no is null then 0 else coalesce(change_cny, 0) end as approved_change_cny
    from projects
    where amount_cny > 0 and actual_cny is not null
),

final as (
    select
        'A06.2' as indicator_id,
        'project' as subject_type,
        project_no as subject_id,
        org_id,
        contract_on as period_start,
        contract_on as period_end,
        actual_cny - approved_change_cny - amount_cny as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'project_name',
            'project_no': 'project_no',
            'unit': 'org_name',
            'approved': 'amount_cny',
            'change': 'approved_change_cny',
            'actual': 'actual_cny',
            'over': '(actual_cny - approved_change_cny) / amount_cny - 1'
        }) }} as detail
    from costed
    where
        actual_cny - approved_change_cny > (1 + {{ parameter('overrun_share') }}) * amount_cny
        and project_no is not null
)

select * from final
