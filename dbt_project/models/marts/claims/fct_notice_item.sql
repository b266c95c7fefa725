with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

items as (select * from {{ ref('stg_notice__items') }}),

delivered as (
    {{ effective_rows('items', ['item_no'], has_round=false) }}
),

final as (
    select
        item_no,
        section_no,
        section,
        subsection,
        problem,
        measures_printed,
        is_inferred,
        span_start,
        span_end,
        in_round_code as round_code,
        {{ task_id('in_round_code', 'item_no') }} as task_id,
        row_uid
    from delivered
)

select * from final
