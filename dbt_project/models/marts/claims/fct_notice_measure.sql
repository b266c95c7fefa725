with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

measures as (select * from {{ ref('stg_notice__measures') }}),

delivered as (
    {{ effective_rows('measures', ['item_no', 'measure_no'], has_round=false) }}
),

final as (
    select
        item_no,
        measure_no,
        label,
        measure,
        is_inferred,
        span_start,
        span_end,
        in_round_code as round_code,
        {{ task_id('in_round_code', 'item_no') }} as task_id,
        row_uid
    from delivered
)

select * from final
