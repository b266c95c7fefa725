with

lines as (
    select *, coalesce(reward_cny, 0) as extra_cny
    from {{ ref('int_compensation_cases__priced') }}
),

-- Lists differ in whether the amount paid has the reward in it: only what fits neither way is doubtful.
judged as (
    select
        *,
        case
            when abs(paid_cny - extra_cny - due_cny) < abs(paid_cny - due_cny) then paid_cny - extra_cny - due_cny
            else paid_cny - due_cny
        end as off_cny
    from lines
),

cases as (
    select
        compensation_id,
        min(case_no) as case_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(person_name_masked) as person_name_masked,
        {{ last_by('kind', 'due_cny') }} as kind,
        min(paid_on) as paid_on,
        sum(due_cny) as due_cny,
        sum(due_cny + off_cny) as paid_cny,
        sum(abs(off_cny)) as off_cny,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('standard_row_uid')) }} as case_rows
    from judged
    where abs(off_cny) > due_cny * {{ parameter('tolerance') }}
    group by compensation_id
),

final as (
    select
        'S03.1' as indicator_id,
        'payment' as subject_type,
        compensation_id as subject_id,
        org_id,
        paid_on as period_start,
        paid_on as period_end,
        round(off_cny, 2) as amount_cny,
        null as score,
        case_rows as evidence,
        {{ detail({
            'subject': 'case_no', 'village': 'org_name', 'owner': 'person_name_masked', 'kind': 'kind',
            'paid_on': 'paid_on', 'paid': 'round(paid_cny, 2)', 'due': 'round(due_cny, 2)', 'off': 'round(off_cny, 2)'
        }) }} as detail
    from cases
)

select * from final
