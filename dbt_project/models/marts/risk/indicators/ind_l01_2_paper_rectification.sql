with

tasks as (select * from {{ ref('int_tasks__noted') }}),

measures as (select * from {{ ref('int_measures__weekly') }} where is_current),

-- Where the finding is that a rule is missing, a document is the remedy.
answered as (
    select *
    from tasks
    where
        is_paper_only
        and not coalesce({{ fits('problem', "'(没有|未|缺少)制定.{0,6}(制度|办法|规定)|无章可循'") }}, false)
),

final as (
    select
        'L01.2' as indicator_id,
        'task' as subject_type,
        answered.task_id as subject_id,
        answered.org_id,
        answered.begun_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(row_list(['answered.row_uid']), gathered_rows('measures.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'answered.task_id',
            'problem': 'answered.problem',
            'unit': 'answered.lead_unit',
            'measures': 'count(*)'
        }) }} as detail
    from answered
    inner join measures on answered.task_id = measures.task_id
    group by
        answered.task_id, answered.org_id, answered.begun_on, answered.row_uid, answered.problem, answered.lead_unit
)

select * from final
