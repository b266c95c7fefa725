with

people as (
    select *
    from {{ ref('fct_member_development_week') }}
    where is_admitted
),

final as (
    {{ metric_rows('admission_controls_rate', 'people', count_where('has_all_controls'), 'count(*)') }}
)

select * from final
