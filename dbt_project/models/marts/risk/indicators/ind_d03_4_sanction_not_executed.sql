with

-- A sanction that lowers the pay is executed only when the pay has changed.
sanctioned as (
    select
        *,
        executed_on is null as is_unexecuted,
        sanction in ('demerit', 'major_demerit', 'demotion', 'removal') and pay_changed_from_month is null
            as has_same_pay
    from {{ ref('int_discipline__cases') }}
    where
        coalesce(sanction, 'unknown') <> 'none'
        and {{ days_between('sanction_on', known_until()) }} > {{ parameter('days') }}
        and not coalesce({{ fits('note', "'申诉|复审|复议|复核'") }}, false)
),

final as (
    select
        'D03.4' as indicator_id,
        'case' as subject_type,
        case_no as subject_id,
        max(org_id) as org_id,
        min(sanction_on) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('row_uid') }} as evidence,
        {{ detail({
            'subject': 'case_no',
            'person': 'max(person_name_masked)',
            'unit': 'max(org_name)',
            'sanction': 'max(sanction)',
            'sanction_on': 'min(sanction_on)',
            'executed_on': 'max(executed_on)',
            'pay_changed_from_month': 'max(pay_changed_from_month)'
        }) }} as detail
    from sanctioned
    where is_unexecuted or has_same_pay
    group by case_no
)

select * from final
