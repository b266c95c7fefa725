with

pieces as (select * from {{ ref('int_evidence__weekly') }} where is_current and file_digest is not null),

remarks as (select * from {{ ref('int_ledger__evidence') }}),

files as (
    select
        pieces.file_digest,
        min(pieces.title) as title,
        case when min(remarks.org_id) = max(remarks.org_id) then min(remarks.org_id) end as org_id,
        min(remarks.org_name) as unit,
        count(distinct pieces.task_id) as tasks,
        min(pieces.task_id) as first_task,
        max(pieces.task_id) as last_task,
        min(pieces.made_on) as made_on,
        -- A measure that tasks share openly is told once, by any of its rows.
        {{ count_where(fits('remarks.note', "'共用'")) }} as times_told,
        {{ gathered_rows('pieces.row_uid') }} as evidence
    from pieces
    left join remarks on pieces.row_uid = remarks.row_uid
    group by pieces.file_digest
),

final as (
    select
        'L01.6' as indicator_id,
        'document' as subject_type,
        file_digest as subject_id,
        org_id,
        made_on as period_start,
        made_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'title',
            'unit': 'unit',
            'made_on': 'made_on',
            'tasks': 'tasks',
            'first_task': 'first_task',
            'last_task': 'last_task'
        }) }} as detail
    from files
    where tasks >= {{ parameter('least_tasks') }} and times_told = 0
)

select * from final
