with

cadres as (
    select *
    from {{ ref('fct_cadre_week') }}
    where level in ('county', 'section') and is_talked is not null
),

final as (
    {{ metric_rows('talk_coverage', 'cadres', count_where('is_talked'), 'count(*)') }}
)

select * from final
