with

monitoring as (select * from {{ ref('int_household__poverty_monitoring') }}),

-- Where a period was delivered under two spellings of a name, the later row stands for it.
ranked as (
    select
        *,
        row_number() over (partition by household_no, period_from order by row_uid desc) as place
    from monitoring
),

final as (
    select
        household_no,
        householder_name_masked,
        village,
        org_id,
        org_name,
        period_from,
        period_to,
        per_capita_income_cny,
        lag(per_capita_income_cny) over (partition by household_no order by period_from) as earlier_income_cny,
        lag(row_uid) over (partition by household_no order by period_from) as earlier_row_uid,
        note,
        row_number() over (partition by household_no order by period_from desc) = 1 as is_last,
        row_uid
    from ranked
    where place = 1
)

select * from final
