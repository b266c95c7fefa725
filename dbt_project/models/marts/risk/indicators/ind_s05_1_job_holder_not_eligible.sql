with

jobs as (select * from {{ ref('int_subsidy__welfare_jobs') }}),

members as (select * from {{ ref('int_household__poverty_households') }}),

-- Of a person entered twice the better ability counts: one mistaken row must not make a suspect.
known as (
    select
        person_id,
        {{ gathered_rows('row_uid') }} as member_rows,
        min(case when labour = 'none' then 1 else 0 end) as is_unable
    from members
    where person_id is not null
    group by person_id
),

-- Light posts that a document keeps for the old are told by the remark alone.
held as (
    select *
    from jobs
    where person_id is not null and not coalesce({{ fits('note', "'轻便岗'") }}, false)
),

final as (
    select
        'S05.1' as indicator_id,
        'job' as subject_type,
        held.job_no as subject_id,
        held.org_id,
        held.started_on as period_start,
        held.ended_on as period_end,
        held.monthly_wage_cny as amount_cny,
        null as score,
        coalesce({{ joined_rows(row_list(['held.row_uid']), 'known.member_rows') }}, {{ row_list(['held.row_uid']) }})
            as evidence,
        {{ detail({
            'subject': 'held.person_name_masked',
            'job_no': 'held.job_no',
            'village': 'held.org_name',
            'kind': 'held.kind',
            'started_on': 'held.started_on',
            'wage': 'held.monthly_wage_cny',
            'eligibility': 'held.eligibility'
        }) }} as detail
    from held
    left join known on held.person_id = known.person_id
    where held.job_no is not null and (known.person_id is null or known.is_unable = 1)
)

select * from final
