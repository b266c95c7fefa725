with

cadres as (select * from {{ ref('int_register__village_cadres') }}),

relatives as (select * from {{ ref('int_register__cadre_relatives') }}),

final as (
    select
        person_id,
        'self' as relation,
        cadre_name,
        org_id,
        org_name,
        valid_from,
        valid_to,
        row_uid
    from cadres
    where person_id is not null
    union all
    select
        relative_person_id as person_id,
        relation,
        cadre_name,
        org_id,
        org_name,
        cast(null as date) as valid_from,
        cast(null as date) as valid_to,
        row_uid
    from relatives
    where relative_person_id is not null
)

select * from final
