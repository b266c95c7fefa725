with

-- In the opening weeks there is no more to see than how the work was begun.
rounds as (
    select {{ add_days('max(feedback_on)', parameter('mobilisation_days')) }} as mobilised_on
    from {{ ref('int_rounds__current') }}
    where feedback_on <= {{ known_until() }}
),

-- One visit may be several rows.
visits as (
    select
        checks.team,
        checks.check_no,
        checks.checked_on,
        checks.unit,
        min(checks.row_uid) as row_uid,
        {{ count_where(
            "checks.implementation_verdict <> 'not_checked' or checks.effect_verdict <> 'not_checked'"
        ) }} = 0 as is_skipped
    from {{ ref('int_ledger__supervision_checks') }} as checks
    inner join rounds on rounds.mobilised_on < checks.checked_on
    group by checks.team, checks.check_no, checks.checked_on, checks.unit
),

teams as (
    select
        team,
        count(*) as checks,
        {{ count_where('is_skipped') }} as skipped,
        min(case when is_skipped then checked_on end) as first_on,
        max(case when is_skipped then checked_on end) as last_on,
        {{ gathered_rows('case when is_skipped then row_uid end') }} as evidence
    from visits
    group by team
),

final as (
    select
        'L02.2' as indicator_id,
        'other' as subject_type,
        team as subject_id,
        null as org_id,
        first_on as period_start,
        last_on as period_end,
        null as amount_cny,
        cast(skipped as double) / checks as score,
        evidence,
        {{ detail({
            'subject': 'team',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'checks': 'checks',
            'skipped': 'skipped',
            'share': 'cast(skipped as double) / checks'
        }) }} as detail
    from teams
    where
        checks >= {{ parameter('least_checks') }}
        and skipped > 0
        and skipped >= {{ parameter('skipped_share') }} * checks
)

select * from final
