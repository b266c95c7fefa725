with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

screenings as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__case_screenings') }}),

delivered as (
    {{
        effective_rows(
            'screenings',
            ['case_no', 'screening_round', 'person_name_token', 'id_card_token'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        delivered.case_no,
        delivered.case_year,
        delivered.screening_round,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.screened_on,
        coalesce(delivered.is_hit, false) as is_hit,
        delivered.hit_kind,
        row_number() over (
            partition by delivered.week_id, delivered.case_no order by delivered.screened_on, delivered.row_uid
        ) = 1 as is_first_of_case,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.screened_on <= delivered.known_until
)

select * from final
