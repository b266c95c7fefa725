with

monitoring as (select * from {{ ref('int_poverty_monitoring__followed') }}),

final as (
    select
        'H02.3' as indicator_id,
        'household' as subject_type,
        household_no as subject_id,
        org_id,
        period_from as period_start,
        period_to as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['earlier_row_uid', 'row_uid']) }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'period_from': 'period_from',
            'period_to': 'period_to',
            'earlier_income': 'earlier_income_cny',
            'income': 'per_capita_income_cny',
            'line': parameter('poverty_line_cny')
        }) }} as detail
    from monitoring
    where
        earlier_income_cny > 0
        and (
            per_capita_income_cny > earlier_income_cny * (1 + {{ parameter('growth') }})
            or (
                earlier_income_cny < {{ parameter('poverty_line_cny') }}
                and per_capita_income_cny >= {{ parameter('poverty_line_cny') }}
                and per_capita_income_cny < {{ parameter('poverty_line_cny') }} * (1 + {{ parameter('margin') }})
            )
        )
        and not coalesce({{ fits('note', "'一次性|补偿'") }}, false)
)

select * from final
