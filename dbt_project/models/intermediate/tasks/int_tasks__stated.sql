{{ config(materialized='table') }}

with

tasks as (select * from {{ ref('int_tasks__weekly') }}),

measures as (select * from {{ ref('int_measures__summarised') }}),

closures as (select * from {{ ref('int_closures__summarised') }}),

evidence as (select * from {{ ref('int_evidence__weekly') }}),

evidence_counted as (
    select
        week_id,
        task_id,
        cast(count(*) as integer) as evidence_items,
        cast({{ count_where('measure_id is null') }} as integer) as task_evidence_items
    from evidence
    group by week_id, task_id
),

joined as (
    select
        tasks.*,
        coalesce(measures.measures, 0) as measures,
        coalesce(measures.measures_declared, 0) as measures_declared,
        coalesce(measures.measures_mostly_done, 0) as measures_mostly_done,
        coalesce(measures.measures_started, 0) as measures_started,
        coalesce(measures.measures_evidenced, 0) as measures_evidenced,
        coalesce(measures.recovered_cny, 0) as recovered_cny,
        coalesce(measures.people_held, 0) as people_held,
        coalesce(evidence_counted.evidence_items, 0) as evidence_items,
        coalesce(evidence_counted.task_evidence_items, 0) as task_evidence_items,
        closures.last_event,
        closures.last_event_on,
        closures.verifier,
        closures.event_row_uid,
        coalesce(closures.reopenings, 0) as reopenings
    from tasks
    left join measures on tasks.week_id = measures.week_id and tasks.task_id = measures.task_id
    left join closures on tasks.week_id = closures.week_id and tasks.task_id = closures.task_id
    left join evidence_counted
        on tasks.week_id = evidence_counted.week_id and tasks.task_id = evidence_counted.task_id
),

stated as (
    select
        *,
        case
            when last_event = 'closed' and verifier is not null then 'verified'
            when last_event in ('returned', 'reopened') then last_event
            when last_event in ('applied', 'closed') then 'declared'
            when measures > 0 and measures_declared = measures then 'declared'
            when is_long_term then 'long_term'
            when measures > 0 and measures_mostly_done = measures then 'mostly_done'
            when measures_started > 0 then 'in_progress'
            else 'not_started'
        end as state,
        case
            when measures = 0 then task_evidence_items > 0
            else measures_evidenced = measures
        end as has_evidence
    from joined
),

final as (
    select
        *,
        state in ('verified', 'declared') as is_declared
    from stated
)

select * from final
