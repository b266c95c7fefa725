with

closings as (select * from {{ ref('int_closings__noted') }}),

texts as (select * from {{ ref('int_ledger__lookbacks') }}),

-- A wider search that brings older facts to light is no rebound: the look-back says when they happened.
seen as (
    select
        looked.task_id,
        looked.looked_on as seen_on,
        texts.finding,
        looked.row_uid
    from {{ ref('int_lookbacks__weekly') }} as looked
    inner join texts on looked.row_uid = texts.row_uid
    where
        looked.verdict = 'rebounded'
        and not coalesce({{ fits('texts.finding', "'以前年度'") }}, false)
        and not coalesce({{ fits('texts.note', "'以前年度'") }}, false)
    union all
    select task_id, event_on as seen_on, note as finding, row_uid
    from {{ ref('int_closure_events__weekly') }}
    where is_current and event = 'reopened'
),

final as (
    select
        'L03.2' as indicator_id,
        'task' as subject_type,
        closings.task_id as subject_id,
        closings.org_id,
        min(seen.seen_on) as period_start,
        max(seen.seen_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('closings.row_uid'), gathered_rows('seen.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'closings.task_id',
            'problem': 'closings.problem',
            'unit': 'closings.lead_unit',
            'closed_on': 'max(closings.closed_on)',
            'seen_on': 'min(seen.seen_on)',
            'finding': first_by('seen.finding', 'seen.seen_on'),
            'days': days_between('max(closings.closed_on)', 'min(seen.seen_on)')
        }) }} as detail
    from closings
    inner join seen on closings.task_id = seen.task_id
    where
        closings.closed_on <= seen.seen_on
        and {{ days_between('closings.closed_on', 'seen.seen_on') }} <= {{ parameter('rebound_days') }}
    group by closings.task_id, closings.org_id, closings.problem, closings.lead_unit
)

select * from final
