{{ config(materialized='table') }}

with

loads as (select * from {{ ref('int_loads__effective') }}),

monitoring as (select * from {{ ref('stg_household__poverty_monitoring') }}),

delivered as (
    {{
        effective_rows(
            'monitoring',
            ['village', 'household_no', 'householder_name_token', 'period_from'],
            has_round=false
        )
    }}
),

ended as (
    select
        *,
        max(period_to) over (partition by week_id) as last_period_to,
        row_number() over (
            partition by week_id, household_no order by period_from desc, row_uid desc
        ) as place
    from delivered
    where period_to <= known_until
),

final as (
    select
        week_id,
        household_no,
        period_from,
        period_to,
        risk_level,
        coalesce(period_to = last_period_to, false) as is_up_to_date,
        coalesce(
            (has_application and has_publicity and has_handbook and has_income_sheet)
            or corrected_on <= known_until, false
        ) as has_complete_file,
        row_uid
    from ended
    where place = 1
)

select * from final
