with

documents as (select * from {{ ref('fct_institution_document') }} where is_counted and executions is not null),

final as (
    {{ metric_rows('institution_executed_rate', 'documents', count_where('executions > 0'), 'count(*)') }}
)

select * from final
