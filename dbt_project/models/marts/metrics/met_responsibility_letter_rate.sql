with

letters as (select * from {{ ref('fct_responsibility_edge_week') }}),

final as (
    {{ metric_rows('responsibility_letter_rate', 'letters', count_where('is_signed'), 'count(*)') }}
)

select * from final
