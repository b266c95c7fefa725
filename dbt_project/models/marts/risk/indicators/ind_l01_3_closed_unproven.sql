with

closings as (select * from {{ ref('int_closings__noted') }}),

proven as (
    select
        task_id,
        count(*) as items
    from {{ ref('int_evidence__weekly') }}
    where is_current
    group by task_id
),

-- A joint signing stands in the minutes and a paper file in the archive: the remark of the closing says where.
unproven as (
    select
        closings.*,
        coalesce(proven.items, 0) as evidence_items
    from closings
    left join proven on closings.task_id = proven.task_id
    where
        (
            proven.task_id is null
            or closings.verifier is null
            or coalesce(closings.verifier = closings.actor, false)
            or coalesce(closings.verifier = closings.owner, false)
        )
        and not coalesce({{ fits('closings.note', "'纪要|会签|纸质'") }}, false)
),

final as (
    select
        'L01.3' as indicator_id,
        'task' as subject_type,
        task_id as subject_id,
        org_id,
        closed_on as period_start,
        closed_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'task_id',
            'problem': 'problem',
            'unit': 'lead_unit',
            'closed_on': 'closed_on',
            'evidence_items': 'evidence_items',
            'actor': 'actor',
            'verifier': 'verifier'
        }) }} as detail
    from unproven
)

select * from final
