with

tasks as (select * from {{ ref('int_tasks__noted') }} where is_long_term),

-- A report that repeats the words of the week before is no progress.
reports as (
    select
        *,
        coalesce(status, '') || '/' || coalesce(progress, '') || '/' || coalesce({{ as_text('recovered_cny') }}, '')
        || '/' || coalesce({{ as_text('people_held') }}, '') as content
    from {{ ref('int_progress__weekly') }}
),

compared as (
    select
        *,
        lag(content) over (partition by measure_id order by week_id) as content_before
    from reports
),

remarks as (select * from {{ ref('int_ledger__weekly_progress') }}),

followed as (
    select
        compared.task_id,
        max(case when compared.content_before is distinct from compared.content then compared.reported_on end)
            as last_news_on,
        {{ gathered_rows('case when compared.is_current then compared.row_uid end') }} as row_uids,
        -- Work of a season rests outside of it, as its remark says.
        {{ count_where("compared.is_current and " ~ fits('remarks.note', "'季节'")) }} as seasonal
    from compared
    left join remarks on compared.row_uid = remarks.row_uid
    group by compared.task_id
),

final as (
    select
        'L03.5' as indicator_id,
        'task' as subject_type,
        tasks.task_id as subject_id,
        tasks.org_id,
        followed.last_news_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(row_list(['tasks.row_uid']), 'followed.row_uids') }} as evidence,
        {{ detail({
            'subject': 'tasks.task_id',
            'problem': 'tasks.problem',
            'unit': 'tasks.lead_unit',
            'last_news_on': 'followed.last_news_on',
            'days': days_between('followed.last_news_on', known_until())
        }) }} as detail
    from tasks
    inner join followed on tasks.task_id = followed.task_id
    where
        {{ days_between('followed.last_news_on', known_until()) }} > {{ parameter('silent_days') }}
        and followed.seasonal = 0
)

select * from final
