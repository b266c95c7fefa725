with

activities as (
    select *
    from {{ ref('fct_organisation_activity_week') }}
    where kind = 'theme_day'
),

final as (
    {{ metric_rows('theme_day_on_28_rate', 'activities', count_where('is_on_28'), 'count(*)') }}
)

select * from final
