with

lines as (select * from {{ ref('int_compensation_cases__priced') }}),

-- Whether more than is registered is lawful, a joint review decides; the list has it in the remark.
over_registered as (
    select *, (measured_quantity - registered_quantity) * coalesce(standard_price_cny, unit_price_cny) as more_cny
    from lines
    where
        registered_quantity > 0
        and measured_quantity > registered_quantity * (1 + {{ parameter('share') }})
        and not coalesce({{ fits('note', "'(^|[^未])经.*认定'") }}, false)
),

cases as (
    select
        compensation_id,
        min(case_no) as case_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(person_name_masked) as person_name_masked,
        {{ last_by('kind', 'more_cny') }} as kind,
        {{ last_by('measure_unit', 'more_cny') }} as measure_unit,
        {{ last_by('registered_quantity', 'more_cny') }} as registered_quantity,
        {{ last_by('measured_quantity', 'more_cny') }} as measured_quantity,
        min(measured_on) as measured_on,
        sum(more_cny) as more_cny,
        {{ gathered_rows('row_uid') }} as case_rows
    from over_registered
    group by compensation_id
),

final as (
    select
        'S03.2' as indicator_id,
        'payment' as subject_type,
        compensation_id as subject_id,
        org_id,
        measured_on as period_start,
        measured_on as period_end,
        round(more_cny, 2) as amount_cny,
        null as score,
        case_rows as evidence,
        {{ detail({
            'subject': 'case_no', 'village': 'org_name', 'owner': 'person_name_masked', 'kind': 'kind',
            'unit': 'measure_unit', 'registered': 'round(registered_quantity, 2)',
            'measured': 'round(measured_quantity, 2)', 'measured_on': 'measured_on', 'more': 'round(more_cny, 2)'
        }) }} as detail
    from cases
)

select * from final
