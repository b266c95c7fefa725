with

pairs as (select * from {{ ref('int_meetings__paired') }}),

final as (
    select
        'L05.4' as indicator_id,
        'meeting' as subject_type,
        pair_id as subject_id,
        org_id,
        held_on as period_start,
        held_on as period_end,
        null as amount_cny,
        shared_attendees as score,
        evidence,
        {{ detail({
            'subject': "meeting_no || '、' || other_no",
            'unit': 'org_name',
            'held_on': 'held_on',
            'body': 'body',
            'other_body': 'other_body',
            'shared_attendees': 'shared_attendees',
            'is_at_once': 'is_at_once',
            'is_on_one_page': 'is_on_one_page'
        }) }} as detail
    from pairs
    where is_on_one_page or (is_at_once and shared_attendees >= {{ parameter('shared_attendees') }})
)

select * from final
