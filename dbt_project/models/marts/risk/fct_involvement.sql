with

findings as (select * from {{ ref('fct_finding') }}),

indicators as (select * from {{ ref('fct_indicator') }}),

named as (select * from {{ ref('int_rows__named') }}),

organisations as (select * from {{ ref('dim_org') }}),

standing as ({{ standing_findings() }}),

shown as (
    select
        finding_id,
        {{ each_row('evidence') }} as row_uid
    from standing
),

mentioned as (
    select
        shown.finding_id,
        named.subject_type,
        named.subject_id,
        min(named.subject_name) as subject_name
    from shown
    inner join named on shown.row_uid = named.row_uid
    group by shown.finding_id, named.subject_type, named.subject_id
),

-- A finding whose rows name a whole village is about the village, not about each of its people.
counted as (
    select
        *,
        count(*) over (partition by finding_id, subject_type) as subjects
    from mentioned
),

involved as (
    select
        finding_id,
        subject_type,
        subject_id,
        subject_name,
        true as is_own
    from standing
    where subject_type in ('person', 'firm')
    union all
    select
        standing.finding_id,
        'organisation' as subject_type,
        standing.org_id as subject_id,
        organisations.name as subject_name,
        standing.subject_type = 'organisation' as is_own
    from standing
    inner join organisations on standing.org_id = organisations.org_id
    union all
    select
        finding_id,
        subject_type,
        subject_id,
        subject_name,
        false as is_own
    from counted
    where subjects <= {{ few_subjects() }}
),

-- Where a name is masked in one list and written out in another, the masked one sorts first and is shown.
final as (
    select
        finding_id,
        subject_type,
        subject_id,
        min(subject_name) as subject_name,
        max(is_own) as is_own
    from involved
    group by finding_id, subject_type, subject_id
)

select * from final
