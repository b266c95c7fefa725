with

loads as (select * from {{ ref('int_loads__effective') }}),

measures as (select * from {{ ref('stg_ledger__measures') }}),

ledger_measures as (select * from {{ ref('int_rectification_ledger__measures') }}),

listed as (
    {%- for source in ['measures', 'ledger_measures'] %}
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        measure_no,
        measure,
        deliverable,
        lead_unit,
        owner,
        due_on,
        due_kind,
        started_on,
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
    {{ effective_rows('listed', ['dataset', 'round_code', 'task_no', 'measure_no']) }}
),

-- A task has the measures of one list: two lists may number the same measures differently.
compared as (
    select
        *,
        first_value(dataset) over (
            partition by week_id, in_round_code, task_no order by as_of desc, revision desc, dataset
        ) as latest_dataset
    from delivered
),

final as (
    select
        week_id,
        is_current,
        dataset,
        in_round_code as round_code,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        {{ measure_id('in_round_code', 'task_no', 'measure_no') }} as measure_id,
        task_no,
        measure_no,
        measure,
        deliverable,
        lead_unit,
        owner,
        due_on,
        due_kind,
        started_on,
        row_uid
    from compared
    where dataset = latest_dataset
)

select * from final
