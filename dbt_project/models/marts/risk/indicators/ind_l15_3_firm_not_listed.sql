with

listed as (select * from {{ ref('int_new_organisations__listed') }}),

asked as (select count(*) as organisations from listed),

-- A shell or a firm that has moved away is told by the remark of the register.
firms as (
    select
        *,
        {{ fold_name('firm') }} as name_key,
        coalesce(credit_code, {{ fold_name('firm') }}) as firm_id
    from {{ ref('int_register__businesses') }}
    where
        kind = 'company'
        and status = 'active'
        and not coalesce({{ fits('note', "'异常名录|查无|迁'") }}, false)
),

final as (
    select
        'L15.3' as indicator_id,
        'firm' as subject_type,
        firms.firm_id as subject_id,
        max(firms.org_id) as org_id,
        min(firms.established_on) as period_start,
        {{ known_until() }} as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('firms.row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(firms.firm)',
            'address': 'max(firms.firm_address)',
            'established_on': 'min(firms.established_on)'
        }) }} as detail
    from firms
    inner join asked on asked.organisations > 0
    left join listed as by_code on firms.credit_code = by_code.credit_code
    left join listed as by_name on firms.name_key = by_name.name_key
    where by_code.firm_id is null and by_name.firm_id is null
    group by firms.firm_id
)

select * from final
