with

jobs as (select * from {{ ref('int_subsidy__welfare_jobs') }}),

kin as (select * from {{ ref('int_cadre_kin__listed') }}),

-- A poor relative may hold a post where the tie was declared and the choice put up for all to see.
open_jobs as (
    select *
    from jobs
    where
        person_id is not null
        and job_no is not null
        and not (coalesce(is_cadre_relative, false) and publicised_on is not null)
),

-- A cadre whose term was over before the job began is none any more.
tied as (
    select
        open_jobs.row_uid,
        {{ first_by('kin.cadre_name', 'kin.row_uid') }} as cadre_name,
        {{ first_by('kin.org_name', 'kin.row_uid') }} as cadre_unit,
        {{ gathered_rows('kin.row_uid') }} as kin_rows
    from open_jobs
    inner join kin on open_jobs.person_id = kin.person_id
    where
        coalesce(
            {{ overlaps('kin.valid_from', 'kin.valid_to', 'open_jobs.started_on', 'open_jobs.ended_on') }}, true
        )
    group by open_jobs.row_uid
),

final as (
    select
        'S05.3' as indicator_id,
        'job' as subject_type,
        open_jobs.job_no as subject_id,
        open_jobs.org_id,
        open_jobs.started_on as period_start,
        open_jobs.ended_on as period_end,
        open_jobs.monthly_wage_cny as amount_cny,
        null as score,
        {{ joined_rows(row_list(['open_jobs.row_uid']), 'tied.kin_rows') }} as evidence,
        {{ detail({
            'subject': 'open_jobs.person_name_masked',
            'job_no': 'open_jobs.job_no',
            'village': 'open_jobs.org_name',
            'kind': 'open_jobs.kind',
            'started_on': 'open_jobs.started_on',
            'wage': 'open_jobs.monthly_wage_cny',
            'cadre': 'tied.cadre_name',
            'cadre_unit': 'tied.cadre_unit',
            'publicised_on': 'open_jobs.publicised_on'
        }) }} as detail
    from open_jobs
    inner join tied on open_jobs.row_uid = tied.row_uid
)

select * from final
