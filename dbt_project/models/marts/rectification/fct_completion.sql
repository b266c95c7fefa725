with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ completion_by('all', "'all'", "'all'") }}
    union all
    {{ completion_by('section', "coalesce(section, '（未填）')", 'cast(null as varchar)') }}
    union all
    {{ completion_by('unit', "coalesce(lead_unit, '（未填）')", 'max(org_id)') }}
    union all
    {{ completion_by('leader', "coalesce(leader, '（未填）')", 'cast(null as varchar)') }}
)

select * from final
