with

evidence as (select * from {{ ref('int_evidence__weekly') }}),

tasks as (select * from {{ ref('fct_task_week') }}),

-- Only what supports a listed task can be counted for two of them.
final as (
    select
        evidence.week_id,
        evidence.evidence_no,
        evidence.task_id,
        tasks.org_id,
        tasks.task_id is not null as is_of_listed_task,
        evidence.measure_id,
        evidence.title,
        evidence.kind,
        evidence.made_on,
        coalesce(
            evidence.file_digest is not null
            and tasks.task_id is not null
            and min(tasks.task_id) over (partition by evidence.week_id, evidence.file_digest)
            < max(tasks.task_id) over (partition by evidence.week_id, evidence.file_digest), false
        ) as is_shared,
        row_number() over (
            partition by evidence.week_id, evidence.file_digest
            order by tasks.task_id, evidence.evidence_no
        ) as use_no,
        evidence.row_uid
    from evidence
    left join tasks on evidence.week_id = tasks.week_id and evidence.task_id = tasks.task_id
)

select * from final
