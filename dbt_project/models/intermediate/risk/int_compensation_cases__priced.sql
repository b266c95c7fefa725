with

cases as (select * from {{ ref('int_subsidy__compensation_cases') }}),

standards as (select * from {{ ref('int_reference__compensation_standards') }}),

-- Of the prices in force on the day of payment the one that says most about what was taken, the newest of several.
priced as (
    select
        cases.row_uid as case_row_uid,
        standards.unit_price_cny as standard_price_cny,
        standards.row_uid as standard_row_uid,
        row_number() over (
            partition by cases.row_uid
            order by
                case when standards.specification is null then 1 else 0 end,
                case when standards.area is null then 1 else 0 end,
                standards.valid_from desc,
                standards.row_uid
        ) as place
    from cases
    inner join standards
        on
            {{ fold_name('cases.kind') }} = {{ fold_name('standards.kind') }}
            and (standards.area is null or {{ fold_name('cases.area') }} = {{ fold_name('standards.area') }})
            and (standards.specification is null or cases.specification = standards.specification)
            and (cases.measure_unit is null or cases.measure_unit = standards.measure_unit)
    where
        coalesce(cases.paid_on, cases.signed_on, cases.notice_on)
        between standards.valid_from and coalesce(standards.valid_to, cast('9999-12-31' as date))
),

final as (
    select
        cases.*,
        coalesce(cases.org_name || '/', '') || cases.case_no as compensation_id,
        priced.standard_price_cny,
        cases.measured_quantity * priced.standard_price_cny as due_cny,
        priced.standard_row_uid
    from cases
    left join priced on cases.row_uid = priced.case_row_uid and priced.place = 1
)

select * from final
