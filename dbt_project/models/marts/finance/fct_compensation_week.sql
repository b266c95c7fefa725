with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

current_loads as (select * from {{ ref('int_loads__current') }}),

standards as (
    select delivered.*
    from {{ ref('stg_reference__compensation_standards') }} as delivered
    inner join current_loads on delivered.load_id = current_loads.load_id
),

-- The price is that of the day of the notice.
compensated as (
    select
        *,
        coalesce(notice_on, measured_on) as priced_on
    from {{ ref('stg_subsidy__compensation_cases') }}
),

priced as (
    select
        compensated.*,
        coalesce(standards.unit_price_cny, compensated.unit_price_cny) as price_cny,
        standards.row_uid as standard_row_uid,
        {{ fold_name('compensated.village') }} as match_key,
        row_number() over (
            partition by compensated.row_uid order by standards.area is null, standards.specification is null,
            standards.valid_from desc, standards.row_uid
        ) as place
    from compensated
    left join standards
        on
            compensated.kind = standards.kind
            and (standards.area is null or compensated.area = standards.area)
            and (standards.specification is null or compensated.specification = standards.specification)
            and compensated.priced_on >= standards.valid_from
            and compensated.priced_on <= coalesce(standards.valid_to, compensated.priced_on)
),

items as (select * from priced where place = 1),

delivered as (
    {{
        effective_rows(
            'items',
            [
                'project_name', 'village', 'case_no', 'person_name_token',
                'id_card_token', 'kind', 'specification', 'measured_quantity', 'paid_cny',
                'paid_on'
            ],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.case_no,
        delivered.project_name,
        coalesce(names.name, delivered.village) as village,
        names.org_id,
        delivered.person_name_masked,
        delivered.kind,
        delivered.specification,
        delivered.measured_quantity,
        delivered.price_cny,
        delivered.paid_cny,
        delivered.paid_cny - round(delivered.measured_quantity * delivered.price_cny, 2) as difference_cny,
        coalesce(delivered.signed_on <= delivered.known_until, false) as is_signed,
        delivered.row_uid,
        delivered.standard_row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
)

select * from final
