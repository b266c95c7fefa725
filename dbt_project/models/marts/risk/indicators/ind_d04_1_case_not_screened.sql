with

screened as (select distinct case_no from {{ ref('int_discipline__case_screenings') }}),

cases as (
    select
        *,
        coalesce({{ fits('note', "'封存'") }}, false) as is_sealed
    from {{ ref('int_discipline__cases') }}
    where extract(year from opened_on) between {{ parameter('first_year') }} and {{ parameter('last_year') }}
),

final as (
    select
        'D04.1' as indicator_id,
        'case' as subject_type,
        cases.case_no as subject_id,
        max(cases.org_id) as org_id,
        min(cases.opened_on) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('cases.row_uid') }} as evidence,
        {{ detail({
            'subject': 'cases.case_no',
            'unit': 'max(cases.org_name)',
            'opened_on': 'min(cases.opened_on)',
            'field': 'max(cases.field)'
        }) }} as detail
    from cases
    left join screened on cases.case_no = screened.case_no
    where screened.case_no is null
    group by cases.case_no
    having {{ count_where('cases.is_sealed') }} = 0
)

select * from final
