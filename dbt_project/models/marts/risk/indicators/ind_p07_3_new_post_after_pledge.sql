with

declared as (select * from {{ ref('int_party__parttime_declarations') }} where person_id is not null),

-- The pledge covers every company, and the first one binds.
pledges as (
    select
        person_id,
        min(pledge_on) as pledge_on,
        {{ first_by('row_uid', 'pledge_on') }} as row_uid
    from declared
    where pledge_on is not null
    group by person_id
),

final as (
    select
        'P07.3' as indicator_id,
        'person' as subject_type,
        declared.person_id as subject_id,
        min(declared.org_id) as org_id,
        declared.from_on as period_start,
        max(declared.to_on) as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(gathered_rows('declared.row_uid'), gathered_rows('pledges.row_uid')) }} as evidence,
        {{ detail({
            'subject': 'min(declared.cadre_name)',
            'unit': 'min(declared.org_name)',
            'company': 'min(declared.company)',
            'post': first_by('declared.post', 'declared.company'),
            'pledge_on': 'min(pledges.pledge_on)',
            'from_on': 'declared.from_on'
        }) }} as detail
    from declared
    inner join pledges on declared.person_id = pledges.person_id and declared.from_on > pledges.pledge_on
    where declared.approval_no is null
    group by declared.person_id, declared.from_on
)

select * from final
