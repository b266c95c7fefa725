with

lookbacks as (
    select
        row_uid,
        lookback_no,
        coalesce(visited_on, ended_on, started_on) as looked_on,
        {{ task_id('in_round_code', 'task_no') }} as task_id,
        {{ each_name('members') }} as member
    from {{ ref('int_ledger__lookbacks') }}
    -- In a small office nobody else knows the matter: it is agreed beforehand, and the remark says so.
    where task_no is not null and not coalesce({{ fits('note', "'没有其他|同意参加'") }}, false)
),

closings as (select * from {{ ref('int_closings__noted') }}),

final as (
    select
        'L03.4' as indicator_id,
        'review' as subject_type,
        lookbacks.lookback_no || '/' || lookbacks.task_id as subject_id,
        closings.org_id,
        lookbacks.looked_on as period_start,
        lookbacks.looked_on as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('lookbacks.row_uid'), gathered_rows('closings.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'lookbacks.lookback_no',
            'task_id': 'lookbacks.task_id',
            'unit': 'closings.lead_unit',
            'person': 'min(closings.verifier)',
            'closed_on': 'max(closings.closed_on)',
            'looked_on': 'lookbacks.looked_on'
        }) }} as detail
    from lookbacks
    inner join closings
        on lookbacks.task_id = closings.task_id and {{ fold_name('lookbacks.member') }} = closings.verifier
    where closings.closed_on <= lookbacks.looked_on
    group by
        lookbacks.lookback_no, lookbacks.task_id, lookbacks.looked_on, closings.org_id, closings.lead_unit
)

select * from final
