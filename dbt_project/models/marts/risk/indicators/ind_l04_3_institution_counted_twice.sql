with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

documents as (
    select documents.*
    from {{ ref('fct_institution_document') }} as documents
    inner join weeks on documents.week_id = weeks.week_id
),

-- A trial, an earlier edition and what another document replaces are documents of their own.
final as (
    select
        'L04.3' as indicator_id,
        'document' as subject_type,
        twice.document_id as subject_id,
        twice.org_id,
        twice.issued_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['twice.row_uid', 'twice.canonical_row_uid']) }} as evidence,
        {{ detail({
            'subject': 'twice.title',
            'unit': 'twice.issuer',
            'issued_on': 'twice.issued_on',
            'counted_title': 'counted.title'
        }) }} as detail
    from documents as twice
    inner join documents as counted on twice.canonical_id = counted.document_id
    where twice.reason in ('same_text', 'variant_title')
)

select * from final
