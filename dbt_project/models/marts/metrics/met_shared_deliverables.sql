with

pieces as (select * from {{ ref('fct_evidence_week') }}),

final as (
    {{ metric_rows('shared_deliverables', 'pieces', count_where('is_shared and use_no = 1')) }}
)

select * from final
