with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

claims as (select * from {{ ref('stg_notice__claims') }}),

written as (select * from {{ ref('int_claims__ledger') }}),

delivered as (
    {{ effective_rows('claims', ['claim_id'], has_round=false) }}
),

final as (
    select
        claim_id,
        'notice' as source,
        cast(null as varchar) as rule_id,
        item_no,
        case when item_no is not null then {{ task_id('in_round_code', 'item_no') }} end as task_id,
        kind,
        quote,
        coalesce(sentence, quote) as sentence,
        cast(value as double) as value,
        {{ pad_number('cast(value as bigint)', 1) }} as digits,
        unit,
        coalesce(is_approximate, false) as is_approximate,
        start_on,
        coalesce(end_on, start_on) as end_on,
        span_start,
        span_end,
        row_uid
    from delivered
    union all
    select
        claim_id,
        'ledger' as source,
        rule_id,
        null as item_no,
        task_id,
        kind,
        quote,
        sentence,
        value,
        null as digits,
        unit,
        false as is_approximate,
        null as start_on,
        null as end_on,
        null as span_start,
        null as span_end,
        row_uid
    from written
)

select * from final
