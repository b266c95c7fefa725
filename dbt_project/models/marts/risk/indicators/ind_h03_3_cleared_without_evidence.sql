with

hits as (select * from {{ ref('int_household__match_hits') }}),

final as (
    select
        'H03.3' as indicator_id,
        'hit' as subject_type,
        coalesce(hit_no, row_uid) as subject_id,
        org_id,
        hit_on as period_start,
        verified_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'person_name_masked',
            'hit_no': 'hit_no',
            'village': 'village',
            'category': 'category',
            'hit_on': 'hit_on',
            'verified_on': 'verified_on',
            'verifier': 'verifier',
            'reason': 'reason'
        }) }} as detail
    from hits
    where
        verdict = 'cleared'
        and evidence_no is null
        and not coalesce({{ fits('note', "'入户|走访|签字'") }}, false)
)

select * from final
