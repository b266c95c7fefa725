with

-- Without the name of the unit, which is all that a copy changes. Short forms are alike by design.
reports as (
    select
        check_no,
        checked_on,
        team,
        unit,
        org_id,
        org_name,
        row_uid,
        replace(report_text, unit, '') as report
    from {{ ref('int_ledger__supervision_checks') }}
    where length(report_text) >= {{ parameter('least_signs') }}
),

paired as (
    select *, {{ sign_pairs('report') }} as pairs
    from reports
),

-- Only reports that begin or end alike are held against one another: a copy nine tenths alike does.
candidates as (
    {%- for side in ['left', 'right'] %}
    select copies.row_uid as copy_uid, sources.row_uid as source_uid
    from reports as copies
    inner join reports as sources
        on
            {{ side }}(copies.report, 8) = {{ side }}(sources.report, 8)
            and copies.org_name <> sources.org_name
            and (sources.checked_on, sources.check_no, sources.unit)
            < (copies.checked_on, copies.check_no, copies.unit)
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
),

alike as (
    select
        copies.*,
        sources.org_name as source_unit,
        sources.checked_on as source_on,
        sources.row_uid as source_uid,
        {{ likeness('copies.pairs', 'sources.pairs') }} as likeness
    from candidates
    inner join paired as copies on candidates.copy_uid = copies.row_uid
    inner join paired as sources on candidates.source_uid = sources.row_uid
),

final as (
    select
        'L02.6' as indicator_id,
        'visit' as subject_type,
        check_no || '/' || org_name as subject_id,
        org_id,
        checked_on as period_start,
        checked_on as period_end,
        null as amount_cny,
        max(likeness) as score,
        {{ joined_rows(gathered_rows('row_uid'), gathered_rows('source_uid')) }} as evidence,
        {{ detail({
            'subject': 'check_no',
            'unit': 'org_name',
            'checked_on': 'checked_on',
            'team': 'max(team)',
            'source_unit': 'min(source_unit)',
            'source_on': 'min(source_on)',
            'likeness': 'max(likeness)'
        }) }} as detail
    from alike
    where likeness >= {{ parameter('alike') }}
    group by check_no, org_name, org_id, checked_on
)

select * from final
