with

batches as (
    select *
    from {{ ref('fct_message_batch_week') }}
    where sent_count is not null and delivered_count is not null
),

final as (
    {{
        metric_rows(
            'messages_delivered_rate', 'batches',
            'coalesce(sum(delivered_count), 0)',
            'sum(sent_count)'
        )
    }}
)

select * from final
