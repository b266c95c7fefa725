with

documents as (select * from {{ ref('fct_institution_document') }}),

final as (
    {{ metric_rows('overdue_trials', 'documents', count_where('is_overdue_trial')) }}
)

select * from final
