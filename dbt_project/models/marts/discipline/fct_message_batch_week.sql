with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

batches as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__message_batches') }}),

delivered as (
    {{ effective_rows('batches', ['batch_no', 'sent_at'], has_round=false) }}
),

final as (
    select
        delivered.week_id,
        delivered.batch_no,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        {{ as_date('delivered.sent_at') }} as sent_on,
        delivered.occasion,
        delivered.sent_count,
        delivered.unique_count,
        delivered.delivered_count,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where {{ as_date('delivered.sent_at') }} <= delivered.known_until
)

select * from final
