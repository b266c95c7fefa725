with

projects as (select * from {{ ref('int_audit__investment_projects') }}),

-- Without the project's own name two texts can be held against each other.
texts as (
    select
        *,
        replace(appraisal_text, coalesce(project_name, ''), '') as own_text
    from projects
    where length(appraisal_text) >= {{ parameter('min_signs') }} and appraised_on is not null and project_no is not null
),

numbered as (
    select
        *,
        {{ digits_of('own_text') }} as numbers,
        {{ sign_pairs('own_text') }} as pairs
    from texts
),

-- A template is no copy: its numbers are the project's own. Here every number is the older project's.
copied as (
    select
        later.*,
        earlier.row_uid as earlier_uid,
        earlier.project_no as earlier_no,
        earlier.project_name as earlier_name,
        earlier.appraised_on as earlier_on,
        {{ likeness('later.pairs', 'earlier.pairs') }} as alike,
        row_number() over (
            partition by later.row_uid order by {{ likeness('later.pairs', 'earlier.pairs') }} desc, earlier.project_no
        ) as rank_no
    from numbered as later
    inner join numbered as earlier
        on
            later.numbers = earlier.numbers
            and later.numbers <> ''
            and (
                later.appraised_on > earlier.appraised_on
                or (later.appraised_on = earlier.appraised_on and later.project_no > earlier.project_no)
            )
),

final as (
    select
        'A06.3' as indicator_id,
        'project' as subject_type,
        project_no as subject_id,
        org_id,
        appraised_on as period_start,
        appraised_on as period_end,
        amount_cny,
        alike as score,
        {{ row_list(['row_uid', 'earlier_uid']) }} as evidence,
        {{ detail({
            'subject': 'project_name',
            'project_no': 'project_no',
            'unit': 'org_name',
            'appraised_on': 'appraised_on',
            'appraiser': 'appraiser',
            'earlier': 'earlier_name',
            'earlier_no': 'earlier_no',
            'earlier_on': 'earlier_on',
            'alike': 'alike'
        }) }} as detail
    from copied
    where rank_no = 1 and alike >= {{ parameter('alike_share') }}
)

select * from final
