with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

claims as (select * from {{ ref('stg_notice__claims') }}),

delivered as (
    {{ effective_rows('claims', ['claim_id'], has_round=false) }}
),

final as (
    select
        claim_id,
        item_no,
        kind,
        quote,
        value,
        unit,
        start_on,
        end_on,
        span_start,
        span_end,
        in_round_code as round_code,
        case when item_no is not null then {{ task_id('in_round_code', 'item_no') }} end as task_id,
        row_uid
    from delivered
)

select * from final
