with

tasks as (select * from {{ ref('fct_task_week') }}),

final as (
    {{ completion_by('all', "'all'", "'all'") }}
    union all
    {{ completion_by('section', "coalesce(section, '（未填）')", as_text('null')) }}
    union all
    {{
        completion_by(
            'unit', "coalesce(max(lead_unit), '（未填）')", 'max(org_id)', "coalesce(org_id, lead_unit)"
        )
    }}
    union all
    {{ completion_by('leader', "coalesce(leader, '（未填）')", as_text('null')) }}
)

select * from final
