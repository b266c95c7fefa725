with

batches as (
    select
        *,
        {{ as_date('sent_at') }} as sent_on,
        delivered_count < sent_count * {{ parameter('least_delivered') }} as is_undelivered,
        unique_count < sent_count * {{ parameter('least_unique') }} as is_repeated,
        coalesce({{ fits('note', "'换号|补发'") }}, false) as is_sent_again
    from {{ ref('int_discipline__message_batches') }}
    where sent_count > 0
),

final as (
    select
        'D02.2' as indicator_id,
        'other' as subject_type,
        batch_no as subject_id,
        max(org_id) as org_id,
        sent_on as period_start,
        sent_on as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'batch_no',
            'unit': 'max(org_name)',
            'sent_on': 'sent_on',
            'sent': 'max(sent_count)',
            'delivered': 'max(delivered_count)',
            'unique': 'max(unique_count)'
        }) }} as detail
    from batches
    where (is_undelivered and not is_sent_again) or is_repeated
    group by batch_no, sent_on
)

select * from final
