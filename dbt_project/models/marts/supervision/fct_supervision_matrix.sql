with

checks as (
    select *, coalesce(org_id, unit) as unit_key
    from {{ ref('fct_supervision_check_week') }}
),

tasks as (select * from {{ ref('fct_task_week') }}),

-- A unit that leads a task is one to check; another that was checked is shown beside them.
named as (
    select week_id, org_id, lead_unit as unit, row_uid as task_row_uid
    from tasks
    where week_id in (select week_id from checks)
    union all
    select week_id, org_id, unit, {{ as_text('null') }} as task_row_uid
    from checks
),

units as (
    select
        week_id,
        coalesce(org_id, unit) as unit_key,
        max(unit) as unit,
        max(org_id) as org_id,
        min(task_row_uid) as task_row_uid
    from named
    group by week_id, coalesce(org_id, unit)
),

kinds as (
    {{ rows_of('kind', supervision_kinds()) }}
    union
    select kind from checks
),

dimensions as (
    {{ rows_of('dimension', supervision_dimensions()) }}
),

looked as (
    {%- for dimension in supervision_dimensions() %}
    select *, '{{ dimension }}' as dimension, {{ dimension }}_verdict <> 'met' and has_finding as is_finding
    from checks
    where {{ dimension }}_verdict <> 'not_checked'
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        units.week_id,
        units.unit_key as unit_id,
        units.unit,
        units.org_id,
        units.task_row_uid is not null as is_expected,
        kinds.kind,
        dimensions.dimension,
        cast(count(distinct looked.visit_id) as integer) as checks,
        cast({{ count_where('looked.is_finding') }} as integer) as findings,
        cast({{ count_where('looked.is_finding and looked.is_fixed_on_time') }} as integer) as fixed_on_time,
        coalesce(min(looked.row_uid), units.task_row_uid) as row_uid
    from units
    cross join kinds
    cross join dimensions
    left join looked
        on
            units.week_id = looked.week_id
            and units.unit_key = looked.unit_key
            and kinds.kind = looked.kind
            and dimensions.dimension = looked.dimension
    group by
        units.week_id, units.unit_key, units.unit, units.org_id, units.task_row_uid, kinds.kind, dimensions.dimension
)

select * from final
