{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

tasks as (select * from {{ ref('stg_ledger__tasks') }}),

names as (select * from {{ ref('int_organisations__named') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

delivered as (
    {{ effective_rows('tasks', ['task_no']) }}
),

named as (
    select
        delivered.*,
        {{ task_id('delivered.in_round_code', 'delivered.task_no') }} as task_id,
        coalesce(names.name, delivered.lead_unit) as lead_unit_name,
        names.org_id,
        {{ due_kind('delivered') }} as kind_of_deadline,
        {{ due_date('delivered', 'rounds.feedback_on', 'parameters.immediate_days') }} as deadline
    from delivered
    left join names on names.match_key = {{ fold_name('delivered.lead_unit') }}
    left join rounds on delivered.in_round_code = rounds.round_code
    left join parameters on delivered.week_id = parameters.week_id
),

-- Only what the ledger says can move a deadline: a changed parameter does not.
compared as (
    select
        *,
        lag(due_on) over (partition by task_id order by week_id) as due_on_before,
        lag(kind_of_deadline) over (partition by task_id order by week_id) as kind_before,
        {{ first_known('deadline', 'partition by task_id order by week_id') }} as first_deadline
    from named
),

final as (
    select
        week_id,
        week_end_on,
        task_id,
        in_round_code as round_code,
        task_no,
        section,
        subsection,
        problem,
        requirement,
        lead_unit_name as lead_unit,
        org_id,
        leader,
        owner,
        rectification_type,
        deadline as due_on,
        kind_of_deadline as due_kind,
        first_deadline as first_due_on,
        cast(sum(
            case
                when
                    kind_before in ('dated', 'immediate')
                    and (kind_before <> kind_of_deadline or due_on_before is distinct from due_on)
                    then 1
                else 0
            end
        ) over (partition by task_id order by week_id) as integer) as deadline_moves,
        kind_of_deadline = 'open' or coalesce(rectification_type = 'long_term', false) as is_long_term,
        row_uid
    from compared
)

select * from final
