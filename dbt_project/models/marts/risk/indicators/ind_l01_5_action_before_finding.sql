with

measures as (select * from {{ ref('int_measures__weekly') }} where is_current and is_premature),

remarks as (select * from {{ ref('int_ledger__measures') }}),

final as (
    select
        'L01.5' as indicator_id,
        'measure' as subject_type,
        measures.measure_id as subject_id,
        measures.org_id,
        measures.started_on as period_start,
        measures.started_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['measures.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'measures.measure_id',
            'measure': 'measures.measure',
            'unit': 'measures.lead_unit',
            'started_on': 'measures.started_on'
        }) }} as detail
    from measures
    left join remarks on measures.row_uid = remarks.row_uid
    -- What the inspectors asked for on the spot was begun before the feedback with good reason.
    where not coalesce({{ fits('remarks.note', "'边巡边改|口头指出'") }}, false)
)

select * from final
