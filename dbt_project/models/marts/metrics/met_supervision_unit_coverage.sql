with

cells as (
    select
        week_id,
        org_id,
        unit_id,
        max(checks) > 0 as is_checked
    from {{ ref('fct_supervision_matrix') }}
    where is_expected
    group by week_id, org_id, unit_id
),

final as (
    {{ metric_rows('supervision_unit_coverage', 'cells', count_where('is_checked'), 'count(*)') }}
)

select * from final
