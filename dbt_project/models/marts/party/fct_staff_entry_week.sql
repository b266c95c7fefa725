with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

entries as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__staff_entries') }}),

delivered as (
    {{
        effective_rows(
            'entries',
            ['person_name_token', 'id_card_token', 'kind', 'effective_on', 'unit', 'from_unit'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.kind,
        delivered.effective_on,
        -- Who is moved or lent does not enter, and a rule may exempt.
        delivered.kind in ('civil_service_exam', 'open_recruitment', 'selected', 'military')
        and delivered.exemption_basis is null as is_to_be_examined,
        delivered.exam_no_token is not null as is_examined,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.effective_on <= delivered.known_until
)

select * from final
