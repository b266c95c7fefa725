with

admitted as (select * from {{ ref('int_member_development__placed') }} where is_admitted),

final as (
    select
        'L14.1' as indicator_id,
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
            'trained_to': 'trained_to'
        }) }} as detail
    from admitted
    where
        trained_to > admitted_on
        or (trained_to is null and coalesce(training_result, 'absent') <> 'passed')
)

select * from final
