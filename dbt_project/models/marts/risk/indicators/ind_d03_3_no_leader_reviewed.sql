with

reviewed as (select distinct case_no from {{ ref('int_discipline__accountability_outcomes') }}),

closed as (
    select
        case_no,
        max(org_id) as org_id,
        max(org_name) as unit,
        max(closed_on) as closed_on,
        {{ gathered_rows('row_uid') }} as evidence
    from {{ ref('int_discipline__cases') }}
    group by case_no
    having
        {{ days_between('max(closed_on)', known_until()) }} > {{ parameter('days') }}
        and {{ count_where("coalesce(" ~ fits('note', "'到任|新任'") ~ ", false)") }} = 0
),

final as (
    select
        'D03.3' as indicator_id,
        'case' as subject_type,
        closed.case_no as subject_id,
        closed.org_id,
        closed.closed_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        closed.evidence,
        {{ detail({
            'subject': 'closed.case_no',
            'unit': 'closed.unit',
            'closed_on': 'closed.closed_on',
            'days': days_between('closed.closed_on', known_until())
        }) }} as detail
    from closed
    left join reviewed on closed.case_no = reviewed.case_no
    where reviewed.case_no is null
)

select * from final
