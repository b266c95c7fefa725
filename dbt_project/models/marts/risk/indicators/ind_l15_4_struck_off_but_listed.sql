with

organisations as (select * from {{ ref('int_new_organisations__listed') }} where status = 'active'),

gone as (
    select
        credit_code,
        deregistered_on,
        row_uid
    from {{ ref('int_register__businesses') }}
    where deregistered_on is not null and coalesce(status, 'deregistered') = 'deregistered'
),

final as (
    select
        'L15.4' as indicator_id,
        'firm' as subject_type,
        organisations.firm_id as subject_id,
        max(organisations.org_id) as org_id,
        min(gone.deregistered_on) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('organisations.row_uid'), gathered_rows('gone.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'max(organisations.organisation_name)',
            'street': 'max(organisations.org_name)',
            'deregistered_on': 'min(gone.deregistered_on)',
            'listed_on': 'max(organisations.listed_on)'
        }) }} as detail
    from organisations
    inner join gone on organisations.credit_code = gone.credit_code
    where {{ days_between('gone.deregistered_on', 'organisations.listed_on') }} > {{ parameter('lag_days') }}
    group by organisations.firm_id
)

select * from final
