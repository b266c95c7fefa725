with

documents as (select * from {{ ref('fct_institution_document') }}),

final as (
    {{ metric_rows('institutions', 'documents', count_where('is_counted')) }}
)

select * from final
