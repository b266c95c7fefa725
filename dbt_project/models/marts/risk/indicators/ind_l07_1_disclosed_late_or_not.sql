with

disclosures as (select * from {{ ref('int_disclosures__posted') }}),

final as (
    select
        'L07.1' as indicator_id,
        'document' as subject_type,
        disclosure as subject_id,
        org_id,
        due_on as period_start,
        coalesce(posted_on, due_on) as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'board',
            'village': 'org_name',
            'month': 'month_on',
            'kind': 'kind',
            'due_on': 'due_on',
            'posted_on': 'posted_on',
            'days': 'days_late'
        }) }} as detail
    from disclosures
    -- Counted on until now where nothing has been posted; a photograph may follow what hangs already.
    where days_late > {{ parameter('days') }} and not is_photo_later
)

select * from final
