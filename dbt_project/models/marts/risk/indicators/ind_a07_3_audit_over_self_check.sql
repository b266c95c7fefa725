with

engagements as (
    select * from {{ ref('int_audit__audit_engagements') }} where kind = 'expense_check'
),

-- Where audit and self-check count by other rules they cannot agree; the list has that in the remark.
apart as (
    select
        coalesce(org_id, org_name) as unit_id,
        coalesce(reported_on, ended_on, started_on) as reported_on,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(engagement_no) as engagement_no,
        sum(self_declared_cny) as declared_cny,
        sum(found_cny) as found_cny,
        {{ gathered_rows('row_uid') }} as audit_rows
    from engagements
    where
        found_cny > self_declared_cny * {{ parameter('factor') }}
        and not coalesce({{ fits('note', "'口径'") }}, false)
    group by coalesce(org_id, org_name), coalesce(reported_on, ended_on, started_on)
),

final as (
    select
        'A07.3' as indicator_id,
        'organisation' as subject_type,
        unit_id as subject_id,
        org_id,
        reported_on as period_start,
        reported_on as period_end,
        found_cny - declared_cny as amount_cny,
        null as score,
        audit_rows as evidence,
        {{ detail({
            'subject': 'org_name', 'engagement_no': 'engagement_no', 'reported_on': 'reported_on',
            'declared': 'declared_cny', 'found': 'found_cny', 'more': 'found_cny - declared_cny'
        }) }} as detail
    from apart
)

select * from final
