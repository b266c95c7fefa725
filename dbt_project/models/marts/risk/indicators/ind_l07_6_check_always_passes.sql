with

disclosures as (select * from {{ ref('int_disclosures__posted') }}),

compared as (select * from {{ ref('int_disclosures__compared') }}),

-- Only what can be seen on the board: whether it agrees with the books cannot.
seen as (
    select
        disclosures.*,
        disclosures.days_late > {{ parameter('days') }} and not disclosures.is_photo_later as is_late,
        coalesce(compared.photo_bits <= {{ parameter('bits') }}, false) and not disclosures.is_same_board
            as is_same_photo,
        coalesce(compared.text_likeness >= {{ parameter('likeness') }}, false) as is_same_text,
        coalesce(
            disclosures.kind = 'finance'
            and disclosures.item_count = 0
            and disclosures.bank_movement_cny > {{ parameter('fees_cny') }},
            false
        ) as is_empty,
        compared.photo_row_uid,
        compared.text_row_uid
    from disclosures
    left join compared on disclosures.disclosure = compared.disclosure
    where disclosures.check_verdict = 'pass'
),

final as (
    select
        'L07.6' as indicator_id,
        'document' as subject_type,
        disclosure as subject_id,
        org_id,
        due_on as period_start,
        coalesce(posted_on, due_on) as period_end,
        null as amount_cny,
        null as score,
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
            'checker': 'checker',
            'posted_on': 'posted_on'
        }) }} as detail
    from seen
    where is_late or is_same_photo or is_same_text or is_empty
)

select * from final
