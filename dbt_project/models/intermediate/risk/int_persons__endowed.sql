with

vehicles as (select * from {{ ref('int_register__motor_vehicles') }}),

estates as (select * from {{ ref('int_register__real_estate') }}),

officers as (select * from {{ ref('int_register__business_officers') }}),

businesses as (select * from {{ ref('int_register__businesses') }}),

staff as (select * from {{ ref('int_register__fiscal_staff') }}),

-- Firms in which being named means nothing: cooperatives of the poor, and what has been struck off.
without_weight as (
    select distinct firm
    from businesses
    where kind = 'cooperative' or coalesce(status, 'active') in ('deregistered', 'revoked')
),

final as (
    select
        person_id,
        'vehicle' as category,
        coalesce(model, plate_no_masked) as item,
        registered_on as held_on,
        cast(null as decimal(18, 4)) as share_ratio,
        row_uid
    from vehicles
    where
        coalesce(vehicle_kind, 'car') in ('car', 'van', 'truck', 'coach', 'machinery')
        and transferred_on is null and scrapped_on is null
    union all
    select
        person_id,
        'house' as category,
        address_masked as item,
        coalesce(registered_on, contracted_on) as held_on,
        null as share_ratio,
        row_uid
    from estates
    where kind in ('flat', 'shop') and cancelled_on is null
    union all
    select
        officers.person_id,
        'business' as category,
        officers.firm as item,
        officers.valid_from as held_on,
        officers.share_ratio,
        officers.row_uid
    from officers
    left join without_weight on officers.firm = without_weight.firm
    where
        officers.role in ('legal_representative', 'operator', 'partner', 'shareholder')
        and officers.valid_to is null
        and without_weight.firm is null
    union all
    select
        person_id,
        'fiscal_staff' as category,
        unit as item,
        valid_from as held_on,
        null as share_ratio,
        row_uid
    from staff
    where
        staff_kind in ('civil_servant', 'institution', 'retired')
        and coalesce(status, 'active') in ('active', 'retired')
        and valid_to is null
)

select * from final
