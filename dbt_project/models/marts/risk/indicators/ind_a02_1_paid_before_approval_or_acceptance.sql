with

payments as (select * from {{ ref('int_project_payments__dated') }}),

timed as (
    select
        *,
        coalesce(paid_on < approved_on, false) as is_unapproved,
        -- What nobody has accepted yet is paid before acceptance too.
        accepted_on is null or paid_on < accepted_on as is_unaccepted
    from payments
    where not is_allowed
),

summed as (
    select
        *,
        sum(case when is_unaccepted then amount_cny else 0 end) over (partition by project)
        / nullif(fund_cny, 0) as share_before
    from timed
),

flagged as (
    select *
    from summed
    where is_unapproved or (is_unaccepted and share_before > {{ parameter('before_share') }})
),

final as (
    select
        'A02.1' as indicator_id,
        'project' as subject_type,
        project as subject_id,
        max(org_id) as org_id,
        min(paid_on) as period_start,
        max(paid_on) as period_end,
        sum(amount_cny) as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('project_row_uid')) }} as evidence,
        {{ detail({
            'subject': "project || ' ' || max(project_name)",
            'village': 'max(org_name)',
            'first_paid_on': 'min(paid_on)',
            'approved_on': 'max(approved_on)',
            'accepted_on': 'max(accepted_on)',
            'share_before': 'max(share_before)',
            'amount': 'sum(amount_cny)'
        }) }} as detail
    from flagged
    group by project
)

select * from final
