with

tenders as (select * from {{ ref('int_tenders__listed') }}),

officers as (select * from {{ ref('int_register__business_officers') }}),

kin as (select * from {{ ref('int_cadre_kin__listed') }}),

-- People are the same by their identity number alone: a name proves nothing.
tied as (
    select
        officers.*,
        kin.row_uid as kin_row_uid,
        kin.cadre_name,
        kin.relation,
        kin.org_id as village_id
    from officers
    inner join kin on officers.person_id = kin.person_id
),

won as (
    select
        tenders.*,
        tied.row_uid as officer_row_uid,
        tied.person_name_masked as officer,
        tied.role,
        tied.kin_row_uid,
        tied.cadre_name,
        tied.relation
    from tenders
    inner join tied
        on
            tenders.org_id = tied.village_id
            and (
                tenders.winner_credit_code = tied.credit_code
                or {{ fold_name('tenders.winner_masked') }} = {{ fold_name('tied.firm') }}
            )
    where
        coalesce(tied.valid_from <= tenders.awarded_on, true)
        and coalesce(tied.valid_to >= tenders.notice_on, true)
),

final as (
    select
        'L06.6' as indicator_id,
        'tender' as subject_type,
        tender_id as subject_id,
        org_id,
        awarded_on as period_start,
        awarded_on as period_end,
        award_cny as amount_cny,
        null as score,
        {{ joined_rows(
            gathered_rows('row_uid'), joined_rows(gathered_rows('officer_row_uid'), gathered_rows('kin_row_uid'))
        ) }} as evidence,
        {{ detail({
            'subject': 'tender_id',
            'project': 'project_name',
            'unit': 'org_name',
            'winner': 'winner_masked',
            'awarded_on': 'awarded_on',
            'amount': 'award_cny',
            'officer': 'min(officer)',
            'role': 'min(role)',
            'cadre': 'min(cadre_name)',
            'relation': 'min(relation)'
        }) }} as detail
    from won
    group by tender_id, org_id, org_name, project_name, winner_masked, awarded_on, award_cny
)

select * from final
