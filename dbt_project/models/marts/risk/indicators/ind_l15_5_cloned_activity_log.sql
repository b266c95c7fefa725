with

-- Branches that met together have one text by right, and say so in the remark.
logs as (
    select
        row_uid,
        firm_id,
        organisation_name,
        org_id,
        org_name,
        last_activity_on,
        {{ sign_pairs('activity_text') }} as pairs
    from {{ ref('int_new_organisations__listed') }}
    where
        length(activity_text) >= {{ parameter('least_signs') }}
        and not coalesce({{ fits('note', "'联合'") }}, false)
),

alike as (
    select
        later.*,
        earlier.row_uid as earlier_row_uid,
        earlier.organisation_name as earlier_name,
        {{ likeness('later.pairs', 'earlier.pairs') }} as likeness
    from logs as later
    inner join logs as earlier on earlier.firm_id < later.firm_id
),

final as (
    select
        'L15.5' as indicator_id,
        'firm' as subject_type,
        firm_id as subject_id,
        max(org_id) as org_id,
        max(last_activity_on) as period_start,
        max(last_activity_on) as period_end,
        null as amount_cny,
        max(likeness) as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('earlier_row_uid')) }} as evidence,
        {{ detail({
            'subject': 'max(organisation_name)',
            'street': 'max(org_name)',
            'other': 'min(earlier_name)',
            'last_activity_on': 'max(last_activity_on)',
            'likeness': 'max(likeness)'
        }) }} as detail
    from alike
    where likeness >= {{ parameter('least_likeness') }}
    group by firm_id
)

select * from final
