with

kinds as (
    select
        week_id,
        cast(null as varchar) as org_id,
        kind
    from {{ ref('fct_supervision_check_week') }}
    where kind <> 'unstated'
    group by week_id, kind
),

final as (
    {{ metric_rows('supervision_kinds', 'kinds', 'count(*)') }}
)

select * from final
