with

cells as (
    select
        week_id,
        org_id,
        village_id,
        month_on,
        count(checked_on) > 0 as is_checked
    from {{ ref('fct_disclosure_cell_week') }}
    group by week_id, org_id, village_id, month_on
),

final as (
    {{ metric_rows('monthly_check_rate', 'cells', count_where('is_checked'), 'count(*)') }}
)

select * from final
