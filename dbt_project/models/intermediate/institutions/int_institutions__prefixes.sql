with

rounds as (select * from {{ ref('int_rounds__current') }}),

names as (select * from {{ ref('int_organisations__named') }}),

issuers as (select distinct week_id, org_id from {{ ref('int_institutions__listed') }} where org_id is not null),

districts as (
    select distinct
        issuers.week_id,
        {{ district_name('rounds.inspected_unit') }} as district
    from rounds
    cross join issuers
),

issuing as (
    select
        names.week_id,
        names.org_id,
        names.match_key
    from names
    inner join issuers on names.week_id = issuers.week_id and names.org_id = issuers.org_id
),

-- An office writes its own name with the district before it, with 区 in its place, or without either.
stems as (
    select week_id, org_id, match_key as stem from issuing
    union
    select
        issuing.week_id,
        issuing.org_id,
        substr(issuing.match_key, length(districts.district) + 1) as stem
    from issuing
    inner join districts
        on
            issuing.week_id = districts.week_id
            and substr(issuing.match_key, 1, length(districts.district)) = districts.district
            and length(issuing.match_key) > length(districts.district) + 1
),

-- Whoever drafts them, the district's documents go out in the name of its administration, written out or cut short.
administration as (
    {{ rows_of('organ', ['管理委员会', '管委会', '管委']) }}
),

final as (
    select week_id, org_id, stem as prefix from stems
    union
    select week_id, org_id, '区' || stem as prefix from stems
    union
    select stems.week_id, stems.org_id, districts.district || stems.stem as prefix
    from stems
    inner join districts on stems.week_id = districts.week_id
    union
    select week_id, {{ as_text('null') }} as org_id, district as prefix from districts
    union
    select districts.week_id, {{ as_text('null') }} as org_id, districts.district || administration.organ as prefix
    from districts
    cross join administration
    union
    select districts.week_id, {{ as_text('null') }} as org_id, '区' || administration.organ as prefix
    from districts
    cross join administration
)

select * from final
