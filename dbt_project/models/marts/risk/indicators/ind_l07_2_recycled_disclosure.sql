with

disclosures as (select * from {{ ref('int_disclosures__posted') }}),

compared as (select * from {{ ref('int_disclosures__compared') }}),

judged as (
    select
        disclosures.*,
        -- The same board in the background makes pictures alike that show other sheets.
        coalesce(compared.photo_bits <= {{ parameter('bits') }}, false) and not disclosures.is_same_board
            as is_same_photo,
        coalesce(compared.text_likeness >= {{ parameter('likeness') }}, false) as is_same_text,
        compared.photo_bits,
        compared.photo_month_on,
        compared.photo_row_uid,
        compared.text_likeness,
        compared.text_month_on,
        compared.text_row_uid
    from disclosures
    inner join compared on disclosures.disclosure = compared.disclosure
),

final as (
    select
        'L07.2' as indicator_id,
        'document' as subject_type,
        disclosure as subject_id,
        org_id,
        posted_on as period_start,
        posted_on as period_end,
        null as amount_cny,
        case when is_same_text then text_likeness else 1 - photo_bits / 64.0 end as score,
        {{ row_list([
            'row_uid',
            'case when is_same_photo then photo_row_uid end',
            'case when is_same_text then text_row_uid end'
        ]) }} as evidence,
        {{ detail({
            'subject': 'board',
            'village': 'org_name',
            'month': 'month_on',
            'kind': 'kind',
            'posted_on': 'posted_on',
            'earlier_month': 'case when is_same_text then text_month_on else photo_month_on end',
            'bits': 'photo_bits',
            'likeness': 'text_likeness'
        }) }} as detail
    from judged
    where is_same_photo or is_same_text
)

select * from final
