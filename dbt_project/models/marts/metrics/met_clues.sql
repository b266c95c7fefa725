with

clues as (select * from {{ ref('fct_clue_week') }}),

final as (
    {{ metric_rows('clues', 'clues', count_where('is_first_of_clue')) }}
)

select * from final
