with

measures as (
    select
        *,
        measure as title,
        -- What is reported of a measure stands in its report, not in the list that names it.
        coalesce(progress_row_uid, row_uid) as report_uid,
        coalesce({{ as_text('due_on') }}, due_kind) as deadline
    from {{ ref('int_measures__weekly') }}
),

weeks as (select * from {{ ref('int_weeks__spine') }}),

pairs as (
    {{
        paired_weeks('measures', 'measure_id', [
            'task_id', 'status', 'deadline', 'lead_unit', 'org_id', 'owner', 'title', 'measure', 'progress',
            'recovered_cny', 'people_held', 'row_uid', 'report_uid'
        ])
    }}
),

compared as (
    select
        *,
        {{ has_other('lead_unit', 'org_id') }} as has_other_unit,
        {{ has_other('owner') }} as has_other_leader
    from pairs
),

listed as (select * from compared where is_listed),

known as (select * from listed where row_uid_before is not null),

final as (
    {{ change_rows('listed', 'measure', 'new', 'status', 'not was_listed') }}
    union all
    {{ change_rows('compared', 'measure', 'removed', 'status', 'not is_listed') }}
    union all
    {{ change_rows('known', 'measure', 'status_changed', 'status', 'status <> status_before', source='report_uid') }}
    union all
    {{ change_rows('known', 'measure', 'deadline_moved', 'deadline', 'deadline <> deadline_before') }}
    union all
    {{ reassigned_rows('measure', 'owner') }}
    union all
    {{ change_rows('known', 'measure', 'reworded', 'measure', is_reworded('measure')) }}
    union all
    {{ change_rows('known', 'measure', 'reworded', 'progress', is_reworded('progress'), source='report_uid') }}
    {%- for column in ['recovered_cny', 'people_held'] %}
    union all
    {{
        change_rows(
            'known', 'measure', 'number_changed', column, column ~ ' <> ' ~ column ~ '_before', source='report_uid'
        )
    }}
    {%- endfor %}
)

select * from final
