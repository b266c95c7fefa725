with

screened as (
    select
        *,
        coalesce(org_id, org_name) as unit_key
    from {{ ref('int_discipline__case_screenings') }}
    where person_id is not null
),

kin as (
    select
        *,
        coalesce(org_id, org_name) as unit_key
    from {{ ref('int_register__cadre_relatives') }}
),

-- In a small village everybody is kin: only cadres of other units count.
final as (
    select
        'D04.2' as indicator_id,
        'person' as subject_type,
        screened.person_id as subject_id,
        max(screened.org_id) as org_id,
        min(screened.screened_on) as period_start,
        max(screened.screened_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('screened.row_uid'), gathered_rows('kin.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'max(screened.person_name_masked)',
            'unit': 'max(screened.org_name)',
            'case_no': 'min(screened.case_no)',
            'cadres': 'count(distinct kin.cadre_person_id)',
            'first_unit': 'min(kin.org_name)',
            'last_unit': 'max(kin.org_name)'
        }) }} as detail
    from screened
    inner join kin on screened.person_id = kin.relative_person_id and screened.unit_key <> kin.unit_key
    group by screened.person_id
    having count(distinct kin.cadre_person_id) >= {{ parameter('least_links') }}
)

select * from final
