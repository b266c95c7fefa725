{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

evidence as (select * from {{ ref('stg_ledger__evidence') }}),

delivered as (
    {{ effective_rows('evidence', ['round_code', 'task_no', 'evidence_no']) }}
),

final as (
    select
        week_id,
        is_current,
        evidence_no,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        case
            when measure_no is not null
                then {{ measure_id('in_round_code', 'task_no', 'measure_no') }}
        end as measure_id,
        title,
        kind,
        made_on,
        file_digest,
        row_uid
    from delivered
    where made_on is null or made_on <= known_until
)

select * from final
