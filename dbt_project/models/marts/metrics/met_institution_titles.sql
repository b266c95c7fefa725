with

documents as (select * from {{ ref('fct_institution_document') }}),

final as (
    {{ metric_rows('institution_titles', 'documents', 'count(*)') }}
)

select * from final
