with

months as (
    select
        week_id,
        cast(null as varchar) as org_id,
        month_on
    from {{ ref('fct_disclosure_cell_week') }}
    where bulletin_on is not null
    group by week_id, month_on
),

final as (
    {{ metric_rows('bulletin_months', 'months', 'count(*)') }}
)

select * from final
