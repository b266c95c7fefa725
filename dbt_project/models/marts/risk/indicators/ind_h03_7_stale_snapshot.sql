with

hits as (
    select *, {{ days_between('snapshot_on', 'hit_on') }} as age_days
    from {{ ref('int_household__match_hits') }}
),

final as (
    select
        'H03.7' as indicator_id,
        'hit' as subject_type,
        coalesce(hit_no, row_uid) as subject_id,
        org_id,
        hit_on as period_start,
        hit_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'person_name_masked',
            'hit_no': 'hit_no',
            'village': 'village',
            'category': 'category',
            'source': 'source',
            'hit_on': 'hit_on',
            'snapshot_on': 'snapshot_on',
            'age_days': 'age_days'
        }) }} as detail
    from hits
    where age_days > {{ parameter('age_days') }}
)

select * from final
