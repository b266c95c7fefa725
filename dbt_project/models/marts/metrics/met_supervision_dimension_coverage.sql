with

cells as (
    select
        week_id,
        org_id,
        unit_id,
        dimension,
        max(checks) > 0 as is_checked
    from {{ ref('fct_supervision_matrix') }}
    where is_expected
    group by week_id, org_id, unit_id, dimension
),

final as (
    {{ metric_rows('supervision_dimension_coverage', 'cells', count_where('is_checked'), 'count(*)') }}
)

select * from final
