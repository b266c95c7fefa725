with

loads as (select * from {{ ref('int_loads__effective') }}),

letters as (select * from {{ ref('stg_ledger__responsibility_letters') }}),

names as (select * from {{ ref('int_organisations__named') }}),

organisations as (select * from {{ ref('int_organisations__weekly') }}),

delivered as (
    {{ effective_rows('letters', ['year', 'from_org', 'letter_no', 'to_org', 'target_item'], has_round=false) }}
),

resolved as (
    select
        delivered.week_id,
        coalesce(delivered.topic, 'other') as topic,
        givers.org_id as from_org_id,
        takers.org_id as to_org_id,
        case when delivered.signed_on <= delivered.known_until then delivered.signed_on end as signed_on,
        delivered.letter_no,
        delivered.row_uid
    from delivered
    left join names as givers
        on delivered.week_id = givers.week_id and givers.match_key = {{ fold_name('delivered.from_org') }}
    left join names as takers
        on delivered.week_id = takers.week_id and takers.match_key = {{ fold_name('delivered.to_org') }}
    where delivered.year = extract(year from delivered.known_until)
),

-- A topic that anybody signs this year is owed by every subdistrict and village; by offices and communities only
-- where the list has a letter of one.
owing as (
    select distinct resolved.week_id, resolved.topic, takers.kind
    from resolved
    inner join organisations as takers
        on resolved.week_id = takers.week_id and resolved.to_org_id = takers.org_id
    union
    select distinct resolved.week_id, resolved.topic, kinds.kind
    from resolved
    cross join ({{ rows_of('kind', ['subdistrict', 'village']) }}) as kinds
),

final as (
    select
        owing.week_id,
        owing.topic,
        organisations.org_id,
        organisations.name as unit,
        organisations.kind as unit_kind,
        organisations.parent_id as from_org_id,
        min(resolved.signed_on) as signed_on,
        count(resolved.signed_on) > 0 as is_signed,
        min(resolved.letter_no) as letter_no,
        coalesce(min(resolved.row_uid), organisations.row_uid) as row_uid
    from owing
    inner join organisations on owing.week_id = organisations.week_id and owing.kind = organisations.kind
    left join resolved
        on
            owing.week_id = resolved.week_id
            and owing.topic = resolved.topic
            and organisations.org_id = resolved.to_org_id
            and coalesce(resolved.from_org_id = organisations.parent_id, true)
    group by
        owing.week_id, owing.topic, organisations.org_id, organisations.name, organisations.kind,
        organisations.parent_id, organisations.row_uid
)

select * from final
