with

tasks as (select * from {{ ref('fct_task_week') }}),

followed as (select * from {{ ref('int_tasks__followed') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

joined as (
    select
        tasks.*,
        followed.known_until,
        followed.is_registered,
        followed.begun_on,
        followed.silent_deadline_moves,
        followed.is_paper_only,
        followed.measures_premature,
        followed.payments_open,
        followed.accountings_open,
        followed.outstanding_cny,
        followed.repayment_row_uid,
        followed.rebound_row_uid,
        coalesce(tasks.org_id, tasks.lead_unit) as unit_key,
        case when tasks.last_event = 'closed' then tasks.last_event_on end as closed_on,
        case when tasks.is_overdue then -tasks.days_left end as days_overdue,
        parameters.closure_burst_tasks
    from tasks
    inner join followed on tasks.week_id = followed.week_id and tasks.task_id = followed.task_id
    inner join parameters on tasks.week_id = parameters.week_id
),

final as (
    select
        week_id,
        task_id,
        org_id,
        lead_unit,
        is_registered,
        lead_unit is not null and leader is not null and owner is not null and requirement is not null
        and due_kind not in ('missing', 'unreadable') as has_mandatory_fields,
        closed_on is not null as is_closed,
        closed_on,
        closed_on <= due_on as is_closed_on_time,
        case when begun_on <= closed_on then {{ days_between('begun_on', 'closed_on') }} end as days_to_close,
        case when not is_verified then {{ days_between('begun_on', 'known_until') }} end as days_open,
        days_overdue,
        case
            when days_overdue > 90 then 'over_90'
            when days_overdue > 60 then 'to_90'
            when days_overdue > 30 then 'to_60'
            when days_overdue > 0 then 'to_30'
            else 'none'
        end as overdue_band,
        silent_deadline_moves,
        closed_on is not null and evidence_items = 0 as is_closed_without_evidence,
        closed_on is not null and coalesce(verifier = owner, true) as is_closed_unchecked,
        closed_on is not null and (outstanding_cny > 0 or payments_open > 0) as is_closed_with_money_outstanding,
        closed_on is not null and accountings_open > 0 as is_closed_with_people_outstanding,
        outstanding_cny,
        rebound_row_uid is not null as is_rebounded,
        closed_on is not null
        and count(*) over (partition by week_id, unit_key, closed_on) >= closure_burst_tasks as is_in_closure_burst,
        is_paper_only,
        measures_premature,
        row_uid,
        event_row_uid,
        repayment_row_uid,
        rebound_row_uid
    from joined
)

select * from final
