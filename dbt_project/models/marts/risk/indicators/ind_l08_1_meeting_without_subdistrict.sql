with

meetings as (select * from {{ ref('int_ledger__village_meetings') }}),

final as (
    select
        'L08.1' as indicator_id,
        'meeting' as subject_type,
        coalesce(meeting_no, org_name || '/' || {{ as_text('held_on') }} || '/' || kind) as subject_id,
        max(org_id) as org_id,
        held_on as period_start,
        held_on as period_end,
        max(amount_cny) as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': "coalesce(meeting_no, org_name || '/' || " ~ as_text('held_on') ~ " || '/' || kind)",
            'village': 'org_name',
            'held_on': 'held_on',
            'kind': 'kind',
            'about': 'max(subject)'
        }) }} as detail
    from meetings
    where
        is_important
        and street_attendee is null
        -- Who came and signed on paper was there.
        and not coalesce({{ fits('note', "'签名|签到|到会|参会|列席'") }}, false)
    group by meeting_no, org_name, held_on, kind
)

select * from final
