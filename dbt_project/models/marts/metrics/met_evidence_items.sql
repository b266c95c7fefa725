with

pieces as (select * from {{ ref('fct_evidence_week') }}),

final as (
    {{ metric_rows('evidence_items', 'pieces', count_where('is_of_listed_task')) }}
)

select * from final
