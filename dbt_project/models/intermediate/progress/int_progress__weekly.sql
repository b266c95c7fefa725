with

loads as (select * from {{ ref('int_loads__effective') }}),

progress as (select * from {{ ref('stg_ledger__weekly_progress') }}),

delivered as (
    {{ effective_rows('progress', ['round_code', 'task_no', 'measure_no']) }}
),

final as (
    select
        week_id,
        is_current,
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
