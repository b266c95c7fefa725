with

ranked as (
    select
        *,
        case interviewer_level when 'county' then 2 when 'section' then 1 when 'other' then 0 end as interviewer_rank,
        case interviewee_level when 'county' then 2 when 'section' then 1 when 'other' then 0 end as interviewee_rank
    from {{ ref('int_discipline__integrity_talks') }}
    where not coalesce(is_delegated, false)
),

final as (
    select
        'D01.4' as indicator_id,
        'talk' as subject_type,
        coalesce(talk_no, interviewer || '/' || interviewee) as subject_id,
        min(org_id) as org_id,
        talked_on as period_start,
        talked_on as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': "coalesce(talk_no, interviewer || '/' || interviewee)",
            'talked_on': 'talked_on',
            'interviewer': 'max(interviewer)',
            'interviewer_level': 'max(interviewer_level)',
            'interviewee': 'max(interviewee)',
            'interviewee_level': 'max(interviewee_level)'
        }) }} as detail
    from ranked
    where interviewer_rank < interviewee_rank
    group by coalesce(talk_no, interviewer || '/' || interviewee), talked_on
)

select * from final
