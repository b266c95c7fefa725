with

disclosures as (select * from {{ ref('int_disclosures__weekly') }}),

organisations as (select * from {{ ref('int_organisations__weekly') }}),

parameters as (select * from {{ ref('int_weeks__parameterised') }}),

spans as (
    select
        disclosures.week_id,
        min(disclosures.month_on) as first_on,
        min(disclosures.known_until) as last_on,
        min(parameters.disclosure_day) as disclosure_day
    from disclosures
    inner join parameters on disclosures.week_id = parameters.week_id
    group by disclosures.week_id
),

months as (
    select week_id, last_on, disclosure_day, {{ each_month('first_on', 'last_on') }} as month_on
    from spans
),

-- Every village of the register owes its three cells once the day has come, also where no file names it.
villages as (
    select week_id, org_id as village_id, org_id, name as village, begins_on, row_uid
    from organisations
    where kind in ('village', 'community')
    union all
    select distinct week_id, village_id, org_id, village, cast(null as date), {{ as_text('null') }}
    from disclosures
    where org_id is null
),

owed as (
    select
        villages.*,
        months.month_on,
        months.last_on,
        kinds.kind,
        {{ add_days('months.month_on', 'months.disclosure_day - 1') }} as usual_due_on
    from villages
    inner join months on villages.week_id = months.week_id
    cross join ({{ rows_of('kind', ['party', 'village', 'finance']) }}) as kinds
),

final as (
    select
        owed.week_id,
        owed.village_id,
        owed.village,
        owed.org_id,
        owed.month_on,
        owed.kind,
        coalesce(disclosures.stated_due_on, owed.usual_due_on) as due_on,
        disclosures.posted_on,
        disclosures.posted_on is not null as is_posted,
        coalesce(disclosures.posted_on <= coalesce(disclosures.stated_due_on, owed.usual_due_on), false) as is_on_time,
        coalesce(disclosures.is_empty, false) as is_empty,
        disclosures.checked_on,
        disclosures.check_verdict,
        disclosures.bulletin_on,
        coalesce(disclosures.row_uid, owed.row_uid) as row_uid
    from owed
    left join disclosures
        on
            owed.week_id = disclosures.week_id
            and owed.village_id = disclosures.village_id
            and owed.month_on = disclosures.month_on
            and owed.kind = disclosures.kind
    where owed.usual_due_on <= owed.last_on and coalesce(owed.begins_on <= owed.usual_due_on, true)
)

select * from final
