with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

names as (select * from {{ ref('int_organisations__named') }} where is_current),

tasks as (select * from {{ ref('int_ledger__tasks') }}),

helpers as (
    select {{ each_name('co_units') }} as name
    from tasks
    where co_units is not null
),

answering as (
    select org_id from tasks
    union
    select org_id from {{ ref('int_ledger__measures') }}
    union
    select names.org_id
    from helpers
    inner join names on {{ fold_name('helpers.name') }} = names.match_key
),

-- A department without a task has nothing that could be checked; subdistricts and villages always answer.
final as (
    select
        organisations.org_id,
        organisations.name,
        organisations.kind,
        organisations.begins_on,
        organisations.row_uid
    from {{ ref('int_organisations__weekly') }} as organisations
    inner join weeks on organisations.week_id = weeks.week_id
    left join answering on organisations.org_id = answering.org_id
    where organisations.kind in ('subdistrict', 'village', 'community') or answering.org_id is not null
)

select * from final
