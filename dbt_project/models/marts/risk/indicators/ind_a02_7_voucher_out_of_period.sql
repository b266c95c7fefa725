with

payments as (select * from {{ ref('int_project_payments__dated') }}),

-- Retention money is due a year after the works, and rightly so.
outside as (
    select *
    from payments
    where
        coalesce(stage <> 'retention', true)
        and (
            {{ days_between('voucher_on', 'started_on') }} > {{ parameter('days') }}
            or {{ days_between('completed_on', 'voucher_on') }} > {{ parameter('days') }}
        )
),

final as (
    select
        'A02.7' as indicator_id,
        'project' as subject_type,
        project as subject_id,
        max(org_id) as org_id,
        min(voucher_on) as period_start,
        max(voucher_on) as period_end,
        sum(amount_cny) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('project_row_uid')) }} as evidence,
        {{ detail({
            'subject': "project || ' ' || max(project_name)",
            'village': 'max(org_name)',
            'voucher_no': first_by('voucher_no', 'voucher_on'),
            'voucher_on': 'min(voucher_on)',
            'started_on': 'max(started_on)',
            'completed_on': 'max(completed_on)',
            'times': 'count(*)',
            'amount': 'sum(amount_cny)'
        }) }} as detail
    from outside
    group by project
)

select * from final
