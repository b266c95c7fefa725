with

measures as (select * from {{ ref('int_household__poverty_measures') }}),

monitoring as (select * from {{ ref('int_household__poverty_monitoring') }}),

rounds as (select * from {{ ref('int_rounds__current') }}),

-- Papers put right as ordered say so by the day of the correction; they are flagged nowhere.
papers as (
    select
        row_uid, household_no, householder_name_masked, village, org_id,
        coalesce(done_on, started_on) as fact_on, recorded_on as made_on
    from measures
    union all
    select
        row_uid, household_no, householder_name_masked, village, org_id,
        period_to as fact_on, filed_on as made_on
    from monitoring
    where corrected_on is null
),

late as (
    select *
    from papers
    where
        {{ days_between('fact_on', 'made_on') }} > {{ parameter('late_days') }}
        and exists (
            select 1 from rounds
            where rounds.feedback_on > papers.fact_on and rounds.feedback_on <= papers.made_on
        )
),

homes as (
    select
        household_no,
        max(householder_name_masked) as householder_name_masked,
        max(village) as village,
        min(org_id) as org_id,
        count(*) as papers,
        min(fact_on) as fact_on,
        min(made_on) as first_made_on,
        max(made_on) as last_made_on,
        {{ gathered_rows('row_uid') }} as evidence
    from late
    group by household_no
),

final as (
    select
        'H02.6' as indicator_id,
        'household' as subject_type,
        household_no as subject_id,
        org_id,
        first_made_on as period_start,
        last_made_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'papers': 'papers',
            'fact_on': 'fact_on',
            'made_on': 'first_made_on'
        }) }} as detail
    from homes
)

select * from final
