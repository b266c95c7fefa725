with

lines as (select * from {{ ref('int_compensation_cases__priced') }}),

-- A house with its papers may be new; the list has them in the remark.
rushed as (
    select *, {{ days_between('built_on', 'notice_on') }} as days_before
    from lines
    where
        {{ days_between('built_on', 'notice_on') }} <= {{ parameter('days') }}
        and not coalesce({{ fits('note', "'(审批|批准|许可).*齐全|(^|[^未])经.*(审批|批准|许可)'") }}, false)
),

cases as (
    select
        compensation_id,
        min(case_no) as case_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(person_name_masked) as person_name_masked,
        {{ first_by('kind', 'built_on') }} as kind,
        {{ first_by('notice_on', 'built_on') }} as notice_on,
        {{ first_by('days_before', 'built_on') }} as days_before,
        min(built_on) as built_on,
        sum(paid_cny) as paid_cny,
        {{ gathered_rows('row_uid') }} as case_rows
    from rushed
    group by compensation_id
),

final as (
    select
        'S03.5' as indicator_id,
        'payment' as subject_type,
        compensation_id as subject_id,
        org_id,
        built_on as period_start,
        notice_on as period_end,
        paid_cny as amount_cny,
        null as score,
        case_rows as evidence,
        {{ detail({
            'subject': 'case_no', 'village': 'org_name', 'owner': 'person_name_masked', 'kind': 'kind',
            'built_on': 'built_on', 'notice_on': 'notice_on', 'days': 'days_before', 'amount': 'paid_cny'
        }) }} as detail
    from cases
)

select * from final
