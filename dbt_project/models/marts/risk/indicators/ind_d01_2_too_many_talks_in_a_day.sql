with

talks as (
    select *
    from {{ ref('int_discipline__integrity_talks') }}
    where not coalesce(is_collective, false)
),

final as (
    select
        'D01.2' as indicator_id,
        'talk' as subject_type,
        interviewer || '/' || {{ as_text('talked_on') }} as subject_id,
        min(org_id) as org_id,
        talked_on as period_start,
        talked_on as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'interviewer',
            'post': 'max(interviewer_post)',
            'talked_on': 'talked_on',
            'talks': 'count(distinct coalesce(person_id, interviewee))'
        }) }} as detail
    from talks
    group by interviewer, talked_on
    having count(distinct coalesce(person_id, interviewee)) > {{ parameter('most_talks') }}
)

select * from final
