with

claims as (select * from {{ ref('int_expense_claims__identified') }} where category = 'official_car'),

fleet as (select * from {{ ref('int_register__official_vehicles') }}),

plates as (select distinct plate_no from fleet),

-- A unit without a car of its own has used the platform since the first car went there.
begun as (
    select coalesce(org_id, org_name) as unit_id, min(in_platform_on) as began_on
    from fleet
    where is_in_platform
    group by coalesce(org_id, org_name)
),

whole as (select min(began_on) as began_on from begun),

dated as (
    select
        claims.*,
        coalesce(begun.began_on, whole.began_on) as began_on,
        plates.plate_no is not null and {{ fits("coalesce(claims.item, '')", "'维修|保养|保险|年检|年审'") }} as is_upkeep,
        claims.letter_no is not null and claims.persons_count >= {{ parameter('coach_persons') }} as is_event
    from claims
    left join begun on claims.unit_id = begun.unit_id
    left join plates on claims.plate_no = plates.plate_no
    cross join whole
),

bills as (
    select
        claim_id,
        min(claim_no) as claim_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(item) as item,
        min(merchant_masked) as merchant,
        min(spent_on) as spent_on,
        min(began_on) as began_on,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as bill_rows
    from dated
    where trip_no is null and spent_on >= began_on and not is_upkeep and not coalesce(is_event, false)
    group by claim_id
),

final as (
    select
        'L11.4' as indicator_id,
        'voucher' as subject_type,
        claim_id as subject_id,
        org_id,
        spent_on as period_start,
        spent_on as period_end,
        amount_cny,
        null as score,
        bill_rows as evidence,
        {{ detail({
            'subject': 'coalesce(claim_no, claim_id)', 'unit': 'org_name', 'item': 'item', 'merchant': 'merchant',
            'spent_on': 'spent_on', 'began_on': 'began_on', 'amount': 'amount_cny'
        }) }} as detail
    from bills
)

select * from final
