with

lines as (select * from {{ ref('int_compensation_cases__priced') }}),

-- A first survey that left something out is mended by another; the list has it in the remark.
raised as (
    select *, (measured_quantity - first_measured_quantity) * coalesce(standard_price_cny, unit_price_cny) as more_cny
    from lines
    where
        first_measured_quantity > 0
        and measured_quantity > first_measured_quantity * (1 + {{ parameter('share') }})
        and not coalesce({{ fits('note', "'漏测|补测'") }}, false)
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
        {{ last_by('first_measured_quantity', 'more_cny') }} as first_quantity,
        {{ last_by('measured_quantity', 'more_cny') }} as measured_quantity,
        min(measured_on) as measured_on,
        sum(more_cny) as more_cny,
        {{ gathered_rows('row_uid') }} as case_rows
    from raised
    group by compensation_id
),

final as (
    select
        'S03.6' as indicator_id,
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
            'unit': 'measure_unit', 'first': 'round(first_quantity, 2)', 'measured': 'round(measured_quantity, 2)',
            'measured_on': 'measured_on', 'more': 'round(more_cny, 2)'
        }) }} as detail
    from cases
)

select * from final
