with

loads as (select * from {{ ref('int_loads__effective') }}),

tasks as (select * from {{ ref('stg_ledger__tasks') }}),

ledger_tasks as (select * from {{ ref('int_rectification_ledger__tasks') }}),

names as (select * from {{ ref('int_organisations__named') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

listed as (
    {%- for source in ['tasks', 'ledger_tasks'] %}
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        section,
        subsection,
        problem,
        requirement,
        lead_unit,
        leader,
        owner,
        rectification_type,
        due_on,
        due_kind,
        sheet_row,
        as_of,
        revision
    from {{ source }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

delivered as (
    {{ effective_rows('listed', ['round_code', 'task_no']) }}
),

final as (
    select
        delivered.week_id,
        delivered.week_end_on,
        delivered.known_until,
        delivered.dataset,
        {{ task_id('delivered.in_round_code', 'delivered.task_no') }} as task_id,
        delivered.in_round_code as round_code,
        delivered.task_no,
        delivered.section,
        delivered.subsection,
        delivered.problem,
        delivered.requirement,
        coalesce(names.name, delivered.lead_unit) as lead_unit,
        names.org_id,
        {{ fold_name('delivered.leader') }} as leader,
        {{ fold_name('delivered.owner') }} as owner,
        delivered.rectification_type,
        delivered.due_on as written_due_on,
        {{ due_date('delivered', 'rounds.feedback_on', 'parameters.immediate_days') }} as due_on,
        {{ due_kind('delivered') }} as due_kind,
        delivered.row_uid
    from delivered
    left join names
        on delivered.week_id = names.week_id and names.match_key = {{ fold_name('delivered.lead_unit') }}
    left join rounds on delivered.in_round_code = rounds.round_code
    left join parameters on delivered.week_id = parameters.week_id
)

select * from final
