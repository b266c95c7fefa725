with

developed as (select * from {{ ref('int_member_development__placed') }}),

final as (
    select
        'L14.5' as indicator_id,
        'person' as subject_type,
        person_id as subject_id,
        org_id,
        applied_on as period_start,
        admitted_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'person_name_masked',
            'branch': 'branch',
            'kinship': 'kinship'
        }) }} as detail
    from developed
    where
        kinship is not null
        and not {{ fits('kinship', "'^(无|否|不|非|没有|未)|没有|同名'") }}
        and not coalesce({{ fits('note', "'回避'") }}, false)
)

select * from final
