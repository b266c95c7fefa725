with

disclosures as (select * from {{ ref('int_disclosures__posted') }}),

final as (
    select
        'L07.4' as indicator_id,
        'document' as subject_type,
        disclosure as subject_id,
        org_id,
        month_on as period_start,
        posted_on as period_end,
        bank_movement_cny as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'board',
            'village': 'org_name',
            'month': 'month_on',
            'posted_on': 'posted_on',
            'bank': 'bank_movement_cny'
        }) }} as detail
    from disclosures
    where kind = 'finance' and item_count = 0 and bank_movement_cny > {{ parameter('fees_cny') }}
)

select * from final
