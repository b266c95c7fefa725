with

homes as (
    select *
    from {{ ref('int_poverty_households__registered') }}
    where not coalesce({{ fits('note', "'迁往|迁出|搬迁|搬往'") }}, false)
),

monitoring as (select * from {{ ref('int_poverty_monitoring__followed') }}),

periods as (select period_from, max(period_to) as period_to from monitoring group by period_from),

-- A period is owed where the household was registered all through it.
owed as (
    select
        homes.household_no,
        periods.period_from,
        max(homes.row_uid) as row_uid
    from homes
    inner join periods
        on
            homes.registered_on <= periods.period_from
            and (homes.status <> 'removed' or homes.status_on >= periods.period_to)
    group by homes.household_no, periods.period_from
),

missed as (
    select
        owed.household_no,
        max(owed.row_uid) as row_uid,
        count(*) as periods,
        min(owed.period_from) as first_period_from,
        max(owed.period_from) as last_period_from
    from owed
    left join monitoring
        on owed.household_no = monitoring.household_no and owed.period_from = monitoring.period_from
    where monitoring.household_no is null
    group by owed.household_no
    having count(*) >= {{ parameter('missed_periods') }}
),

kept as (select household_no, {{ gathered_rows('row_uid') }} as evidence from monitoring group by household_no),

final as (
    select
        'H02.5' as indicator_id,
        'household' as subject_type,
        homes.household_no as subject_id,
        homes.org_id,
        missed.first_period_from as period_start,
        missed.last_period_from as period_end,
        null as amount_cny,
        null as score,
        coalesce(
            {{ joined_rows(row_list(['homes.row_uid']), 'kept.evidence') }}, {{ row_list(['homes.row_uid']) }}
        ) as evidence,
        {{ detail({
            'subject': 'homes.householder_name_masked',
            'household_no': 'homes.household_no',
            'village': 'homes.village',
            'periods': 'missed.periods',
            'first_period_from': 'missed.first_period_from',
            'last_period_from': 'missed.last_period_from'
        }) }} as detail
    from missed
    inner join homes on missed.row_uid = homes.row_uid
    left join kept on missed.household_no = kept.household_no
)

select * from final
