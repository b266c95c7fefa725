with

batches as (select * from {{ ref('fct_message_batch_week') }}),

final as (
    {{ metric_rows('messages_sent', 'batches', 'coalesce(sum(coalesce(sent_count, 0)), 0)') }}
)

select * from final
