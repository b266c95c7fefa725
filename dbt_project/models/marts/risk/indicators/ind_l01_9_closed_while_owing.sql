with

-- Closed as a phase: the remark hands the rest over to the long term, where it is followed.
closings as (
    select *
    from {{ ref('int_closings__noted') }}
    where not coalesce({{ fits('note', "'长期坚持|阶段性'") }}, false)
),

measures as (select * from {{ ref('int_measures__weekly') }} where deliverable in ('payment', 'accountability')),

-- What a reopened task owes now it may owe since then only: it counts where it was open at the closing as well.
owed as (
    select
        closings.row_uid,
        count(*) as items,
        min(now.measure) as measure,
        {{ gathered_rows('coalesce(now.progress_row_uid, now.row_uid)') }} as row_uids
    from closings
    inner join measures as now on closings.task_id = now.task_id and now.is_current and not now.is_declared
    left join measures as earlier
        on closings.first_week_id = earlier.week_id and now.measure_id = earlier.measure_id and not earlier.is_declared
    where closings.is_standing or earlier.measure_id is not null
    group by closings.row_uid
),

final as (
    select
        'L01.9' as indicator_id,
        'task' as subject_type,
        closings.task_id as subject_id,
        closings.org_id,
        closings.closed_on as period_start,
        null as period_end,
        nullif(closings.outstanding_cny, 0) as amount_cny,
        null as score,
        {{ joined_rows(row_list(['closings.row_uid', 'closings.repayment_row_uid']), 'owed.row_uids') }} as evidence,
        {{ detail({
            'subject': 'closings.task_id',
            'problem': 'closings.problem',
            'unit': 'closings.lead_unit',
            'closed_on': 'closings.closed_on',
            'open_items': 'coalesce(owed.items, 0)',
            'measure': 'owed.measure',
            'outstanding': 'closings.outstanding_cny'
        }) }} as detail
    from closings
    left join owed on closings.row_uid = owed.row_uid
    where owed.row_uid is not null or (closings.is_standing and closings.outstanding_cny > 0)
)

select * from final
