with

admitted as (select * from {{ ref('int_member_development__placed') }} where is_admitted),

final as (
    select
        'L14.2' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        admitted_on as period_start,
        admitted_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'person_name_masked',
            'branch': 'branch',
            'applied_on': 'applied_on',
            'activist_on': 'activist_on',
            'candidate_on': 'candidate_on',
            'admitted_on': 'admitted_on',
            'converted_on': 'converted_on'
        }) }} as detail
    from admitted
    where
        (
            activist_on < applied_on
            or candidate_on < activist_on
            or admitted_on < candidate_on
            or converted_on < admitted_on
            or {{ days_between('activist_on', 'admitted_on') }} < {{ parameter('least_days') }}
            or {{ days_between('admitted_on', 'converted_on') }} < {{ parameter('least_days') }}
        )
        and not coalesce({{ fits('note', "'笔误'") }}, false)
)

select * from final
