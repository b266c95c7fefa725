with

clues as (
    select *
    from {{ ref('fct_clue_week') }}
    where is_first_of_clue and is_rural_harm and days_to_dispose is not null
),

final as (
    {{ metric_rows('rural_clue_days', 'clues', 'coalesce(sum(days_to_dispose), 0)', 'sum(1)') }}
)

select * from final
