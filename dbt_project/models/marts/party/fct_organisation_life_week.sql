{%- set quarterly = "('general_assembly', 'party_lecture')" -%}
with

branches as (select * from {{ ref('fct_party_branch_week') }}),

activities as (
    select
        *,
        {{ month_start(add_days(
            month_start('held_on'),
            'case when kind in ' ~ quarterly ~ ' then -28 * ((extract(month from held_on) - 1) % 3) else 0 end'
        )) }} as period_from
    from {{ ref('fct_organisation_activity_week') }}
),

spans as (
    select week_id, min(held_on) as first_on, max(told_until_on) as last_on
    from activities
    group by week_id
),

months as (select week_id, first_on, {{ each_month('first_on', 'last_on') }} as period_from from spans),

-- What the rules ask of every branch, but committees meet only where there is one.
norms as (
    select
        months.week_id,
        months.period_from,
        kinds.kind,
        case
            when kinds.kind in {{ quarterly }} then {{ month_start(add_days('months.period_from', 93)) }}
            else {{ month_start(add_days('months.period_from', 32)) }}
        end as next_from
    from months
    cross join (
        {{ rows_of('kind', ['theme_day', 'committee_meeting', 'general_assembly', 'party_lecture']) }}
    ) as kinds
    where
        months.period_from >= {{ month_start('months.first_on') }}
        and (kinds.kind not in {{ quarterly }} or extract(month from months.period_from) in (1, 4, 7, 10))
),

held as (
    select
        week_id,
        branch_key,
        kind,
        period_from,
        min(row_uid) as row_uid
    from activities
    group by week_id, branch_key, kind, period_from
),

final as (
    select
        branches.week_id,
        branches.branch,
        branches.org_id,
        norms.kind,
        norms.period_from,
        held.row_uid is not null as is_held,
        branches.row_uid,
        held.row_uid as activity_row_uid
    from branches
    inner join norms
        on
            branches.week_id = norms.week_id
            and norms.next_from <= {{ add_days('branches.told_until_on', 1) }}
            and coalesce(branches.established_on < norms.period_from, true)
            and (norms.kind <> 'committee_meeting' or branches.has_committee)
    left join held
        on
            branches.week_id = held.week_id
            and branches.branch_key = held.branch_key
            and norms.kind = held.kind
            and norms.period_from = held.period_from
)

select * from final
