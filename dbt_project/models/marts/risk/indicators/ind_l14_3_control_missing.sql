with

admitted as (select * from {{ ref('int_member_development__placed') }} where is_admitted),

final as (
    select
        'L14.3' as indicator_id,
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
            'admitted_on': 'admitted_on',
            'publicised_from': 'publicised_from',
            'pre_reviewed_on': 'pre_reviewed_on',
            'voted_on': 'voted_on'
        }) }} as detail
    from admitted
    where
        (publicised_from is null or pre_reviewed_on is null or voted_on is null)
        and not coalesce({{ fits('note', "'转接'") }}, false)
)

select * from final
