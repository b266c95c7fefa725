with

-- The printed outline is the same on every form: what counts is what follows the heading of the record itself.
records as (
    select
        *,
        coalesce(
            nullif({{ captured('record_text', "'(?s)谈话(?:纪要|记录|内容)[:：](.*)$'", 1) }}, ''), record_text
        ) as own_text
    from {{ ref('int_discipline__integrity_talks') }}
    where not coalesce(is_collective, false) and record_text is not null
),

signed as (
    select
        row_uid,
        interviewer,
        talked_on,
        org_id,
        interviewer_post,
        {{ sign_pairs('own_text') }} as pairs
    from records
    where length(own_text) >= {{ parameter('least_signs') }}
),

alike as (
    select
        one.interviewer,
        one.talked_on,
        one.org_id,
        one.interviewer_post,
        one.row_uid,
        other.row_uid as other_row_uid,
        {{ likeness('one.pairs', 'other.pairs') }} as likeness
    from signed as one
    inner join signed as other
        on
            one.interviewer = other.interviewer
            and one.talked_on = other.talked_on
            and one.row_uid < other.row_uid
),

final as (
    select
        'D01.3' as indicator_id,
        'talk' as subject_type,
        interviewer || '/' || {{ as_text('talked_on') }} as subject_id,
        min(org_id) as org_id,
        talked_on as period_start,
        talked_on as period_end,
        null as amount_cny,
        max(likeness) as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('other_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'interviewer',
            'post': 'max(interviewer_post)',
            'talked_on': 'talked_on',
            'likeness': 'max(likeness)'
        }) }} as detail
    from alike
    where likeness >= {{ parameter('least_likeness') }}
    group by interviewer, talked_on
)

select * from final
