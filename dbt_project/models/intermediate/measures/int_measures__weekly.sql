{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

measures as (select * from {{ ref('stg_ledger__measures') }}),

names as (select * from {{ ref('int_organisations__named') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

progress as (select * from {{ ref('int_progress__weekly') }}),

evidence as (select * from {{ ref('int_evidence__weekly') }}),

delivered as (
    {{ effective_rows('measures', ['round_code', 'task_no', 'measure_no']) }}
),

identified as (
    select
        *,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        {{ measure_id('in_round_code', 'task_no', 'measure_no') }} as measure_id
    from delivered
),

-- A piece for the whole task supports each of its measures.
supported as (
    select
        identified.week_id,
        identified.measure_id,
        count(*) as evidence_items
    from identified
    inner join evidence
        on
            identified.week_id = evidence.week_id
            and identified.task_id = evidence.task_id
            and coalesce(evidence.measure_id, identified.measure_id) = identified.measure_id
    group by identified.week_id, identified.measure_id
),

final as (
    select
        identified.week_id,
        identified.is_current,
        identified.measure_id,
        identified.task_id,
        identified.task_no,
        identified.measure_no,
        identified.measure,
        identified.deliverable,
        coalesce(names.name, identified.lead_unit) as lead_unit,
        names.org_id,
        {{ fold_name('identified.owner') }} as owner,
        {{ due_date('identified', 'rounds.feedback_on', 'parameters.immediate_days') }} as due_on,
        {{ due_kind('identified') }} as due_kind,
        coalesce(progress.status, 'not_started') as status,
        progress.progress,
        progress.reported_on,
        coalesce(progress.status in ('completed', 'closed'), false) as is_declared,
        cast(coalesce(supported.evidence_items, 0) as integer) as evidence_items,
        coalesce(progress.recovered_cny, 0) as recovered_cny,
        coalesce(progress.people_held, 0) as people_held,
        identified.row_uid,
        progress.row_uid as progress_row_uid
    from identified
    left join names
        on identified.week_id = names.week_id and names.match_key = {{ fold_name('identified.lead_unit') }}
    left join rounds on identified.in_round_code = rounds.round_code
    left join parameters on identified.week_id = parameters.week_id
    left join progress on identified.week_id = progress.week_id and identified.measure_id = progress.measure_id
    left join supported on identified.week_id = supported.week_id and identified.measure_id = supported.measure_id
)

select * from final
