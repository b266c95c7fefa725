{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

evidence as (select * from {{ ref('stg_ledger__evidence') }}),

delivered as (
    {{ effective_rows('evidence', ['evidence_no'], has_round=false) }}
),

placed as (
    select
        *,
        coalesce(round_code, in_round_code) as placed_round_code
    from delivered
),

final as (
    select
        week_id,
        is_current,
        evidence_no,
        {{ task_id('placed_round_code', 'task_no') }} as task_id,
        case
            when measure_no is not null
                then {{ measure_id('placed_round_code', 'task_no', 'measure_no') }}
        end as measure_id,
        title,
        kind,
        made_on,
        row_uid
    from placed
)

select * from final
