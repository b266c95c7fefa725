with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

documents as (select * from {{ ref('fct_institution_document') }}),

remarks as (select * from {{ ref('int_ledger__institutions') }}),

-- Where another system has the records, the list says so.
idle as (
    select documents.*
    from documents
    inner join weeks on documents.week_id = weeks.week_id
    left join remarks on documents.row_uid = remarks.row_uid
    where
        documents.is_counted
        and documents.executions = 0
        and not coalesce({{ fits('remarks.note', "'执行记录在.*(平台|系统)'") }}, false)
),

final as (
    select
        'L04.2' as indicator_id,
        'document' as subject_type,
        document_id as subject_id,
        org_id,
        effective_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'title',
            'unit': 'issuer',
            'effective_on': 'effective_on',
            'days': days_between('effective_on', known_until())
        }) }} as detail
    from idle
    where {{ days_between('effective_on', known_until()) }} >= {{ parameter('days_to_execute') }}
)

select * from final
