with

loads as (select * from {{ ref('int_loads__effective') }}),

progress as (select * from {{ ref('stg_ledger__weekly_progress') }}),

ledger_progress as (select * from {{ ref('int_rectification_ledger__progress') }}),

reported as (
    {%- for source in ['progress', 'ledger_progress'] %}
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        measure_no,
        status,
        progress,
        recovered_cny,
        people_held,
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
    {{ effective_rows('reported', ['round_code', 'task_no', 'measure_no']) }}
),

final as (
    select
        week_id,
        is_current,
        dataset,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        {{ measure_id('in_round_code', 'task_no', 'measure_no') }} as measure_id,
        status,
        progress,
        {{ as_date('as_of') }} as reported_on,
        recovered_cny,
        people_held,
        row_uid
    from delivered
)

select * from final
