with

dimensions as (
    select
        week_id,
        cast(null as varchar) as org_id,
        dimension
    from {{ ref('fct_supervision_matrix') }}
    where checks > 0
    group by week_id, dimension
),

final as (
    {{ metric_rows('supervision_dimensions', 'dimensions', 'count(*)') }}
)

select * from final
