with

shares as (select * from {{ ref('int_subsidy__income_shares') }} where household_no is not null),

members as (select * from {{ ref('int_household__poverty_households') }}),

dead as (select * from {{ ref('int_register__deceased_persons') }}),

-- A household that left the register and came back has another entry with another status.
present as (select distinct household_no from members where status <> 'removed' and household_no is not null),

-- In the year in which it leaves a household still has its share.
gone as (
    select
        shares.row_uid as share_uid,
        members.row_uid as proof_uid,
        members.status_on as removed_on,
        cast(null as date) as died_on,
        cast(null as varchar) as card_household
    from shares
    inner join members
        on shares.household_no = members.household_no and extract(year from members.status_on) < shares.year
    left join present on shares.household_no = present.household_no
    where members.status = 'removed' and present.household_no is null
),

deceased as (
    select
        shares.row_uid as share_uid,
        dead.row_uid as proof_uid,
        cast(null as date) as removed_on,
        dead.died_on,
        cast(null as varchar) as card_household
    from shares
    inner join dead on shares.person_id = dead.person_id and dead.died_on < shares.paid_on
),

on_one_card as (
    select
        shares.row_uid as share_uid,
        other.row_uid as proof_uid,
        cast(null as date) as removed_on,
        cast(null as date) as died_on,
        other.household_no as card_household
    from shares
    inner join shares as other
        on shares.bank_account_token = other.bank_account_token and shares.household_no <> other.household_no
),

against as (
    select * from gone
    union all
    select * from deceased
    union all
    select * from on_one_card
),

final as (
    select
        share_uid,
        proof_uid,
        max(removed_on) as removed_on,
        max(died_on) as died_on,
        max(card_household) as card_household
    from against
    group by share_uid, proof_uid
)

select * from final
