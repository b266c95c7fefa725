{{ config(materialized='table') }}

with

measures as (select * from {{ ref('int_measures__listed') }}),

names as (select * from {{ ref('int_organisations__named') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

progress as (select * from {{ ref('int_progress__weekly') }}),

evidence as (select * from {{ ref('int_evidence__weekly') }}),

-- A piece for the whole task supports each of its measures.
supported as (
    select
        measures.week_id,
        measures.measure_id,
        count(*) as evidence_items
    from measures
    inner join evidence
        on
            measures.week_id = evidence.week_id
            and measures.task_id = evidence.task_id
            and coalesce(evidence.measure_id, measures.measure_id) = measures.measure_id
    group by measures.week_id, measures.measure_id
),

final as (
    select
        measures.week_id,
        measures.is_current,
        measures.dataset,
        measures.measure_id,
        measures.task_id,
        measures.task_no,
        measures.measure_no,
        measures.measure,
        measures.deliverable,
        coalesce(names.name, measures.lead_unit) as lead_unit,
        names.org_id,
        {{ fold_name('measures.owner') }} as owner,
        {{ due_date('measures', 'rounds.feedback_on', 'parameters.immediate_days') }} as due_on,
        {{ due_kind('measures') }} as due_kind,
        measures.started_on,
        coalesce(measures.started_on < rounds.feedback_on, false) as is_premature,
        coalesce(progress.status, 'not_started') as status,
        progress.progress,
        progress.reported_on,
        coalesce(progress.status in ('completed', 'closed'), false) as is_declared,
        cast(coalesce(supported.evidence_items, 0) as integer) as evidence_items,
        coalesce(progress.recovered_cny, 0) as recovered_cny,
        coalesce(progress.people_held, 0) as people_held,
        measures.row_uid,
        progress.row_uid as progress_row_uid
    from measures
    left join names
        on measures.week_id = names.week_id and names.match_key = {{ fold_name('measures.lead_unit') }}
    left join rounds on measures.round_code = rounds.round_code
    left join parameters on measures.week_id = parameters.week_id
    left join progress on measures.week_id = progress.week_id and measures.measure_id = progress.measure_id
    left join supported on measures.week_id = supported.week_id and measures.measure_id = supported.measure_id
)

select * from final
