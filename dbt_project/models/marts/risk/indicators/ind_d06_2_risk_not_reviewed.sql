with

points as (
    select
        *,
        coalesce(org_id, org_name) as unit_key,
        coalesce(org_id, org_name) || '/' || coalesce(point_no, risk_point) as point_id
    from {{ ref('int_discipline__risk_points') }}
),

-- What a case touches: harm to villagers the disclosure of affairs, finances the letting of works.
cases as (
    select
        *,
        coalesce(org_id, org_name) as unit_key,
        case field when 'poverty' then 'poverty' when 'rural_harm' then 'disclosure' when 'finance' then 'tendering' end
            as domain
    from {{ ref('int_discipline__cases') }}
),

touched as (
    select
        points.*,
        cases.row_uid as case_row_uid,
        cases.case_no as last_case_no,
        cases.opened_on,
        row_number() over (
            partition by points.point_id
            order by points.as_of desc, points.row_uid desc, cases.opened_on desc, cases.row_uid desc
        ) as place
    from points
    inner join cases
        on
            points.unit_key = cases.unit_key
            and points.domain = cases.domain
            and points.identified_on < cases.opened_on
),

final as (
    select
        'D06.2' as indicator_id,
        'other' as subject_type,
        point_id as subject_id,
        org_id,
        opened_on as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid', 'case_row_uid']) }} as evidence,
        {{ detail({
            'subject': 'coalesce(point_no, risk_point)',
            'unit': 'org_name',
            'risk_point': 'risk_point',
            'case_no': 'last_case_no',
            'opened_on': 'opened_on',
            'reviewed_on': 'reviewed_on'
        }) }} as detail
    from touched
    where
        place = 1
        and {{ days_between('opened_on', known_until()) }} > {{ parameter('review_days') }}
        and not coalesce(
            {{ days_between('opened_on', 'reviewed_on') }} between 0 and {{ parameter('review_days') }}, false
        )
)

select * from final
