with

shares as (select * from {{ ref('int_subsidy__income_shares') }}),

proofs as (select * from {{ ref('int_income_shares__contradicted') }}),

-- Summed apart, for a share may have several proofs.
wrong as (
    select
        household_no,
        max(org_id) as org_id,
        max(org_name) as org_name,
        {{ last_by('person_name_masked', 'paid_on') }} as householder,
        min(paid_on) as paid_from,
        max(paid_on) as paid_until,
        sum(amount_cny) as wrong_cny,
        {{ gathered_rows('row_uid') }} as share_rows
    from shares
    where row_uid in (select share_uid from proofs)
    group by household_no
),

reasons as (
    select
        shares.household_no,
        max(proofs.removed_on) as removed_on,
        max(proofs.died_on) as died_on,
        min(proofs.card_household) as card_household,
        {{ gathered_rows('proofs.proof_uid') }} as proof_rows
    from proofs
    inner join shares on proofs.share_uid = shares.row_uid
    group by shares.household_no
),

final as (
    select
        'S05.6' as indicator_id,
        'household' as subject_type,
        wrong.household_no as subject_id,
        wrong.org_id,
        wrong.paid_from as period_start,
        wrong.paid_until as period_end,
        wrong.wrong_cny as amount_cny,
        null as score,
        {{ joined_rows('wrong.share_rows', 'reasons.proof_rows') }} as evidence,
        {{ detail({
            'subject': 'wrong.householder',
            'household_no': 'wrong.household_no',
            'village': 'wrong.org_name',
            'paid_from': 'wrong.paid_from',
            'amount': 'wrong.wrong_cny',
            'removed_on': 'reasons.removed_on',
            'died_on': 'reasons.died_on',
            'card_household': 'reasons.card_household'
        }) }} as detail
    from wrong
    inner join reasons on wrong.household_no = reasons.household_no
)

select * from final
