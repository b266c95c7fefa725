with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

documents as (select * from {{ ref('stg_notice__documents') }}),

delivered as (
    {{ effective_rows('documents', ['title'], has_round=false) }}
),

final as (
    select
        title,
        document_no,
        item_nos,
        span_start,
        span_end,
        in_round_code as round_code,
        row_uid
    from delivered
)

select * from final
