with

claims as (select * from {{ ref('int_claims__matched') }} where compared = 'period'),

periods as (select * from {{ ref('fct_period') }}),

paired as (
    select
        claims.claim_id,
        claims.comparison,
        claims.start_on,
        claims.end_on,
        claims.task_id as wanted_task_id,
        {{ captured('claims.quote', 'claims.pattern', 1) }} as wanted,
        periods.*,
        row_number() over (partition by claims.claim_id order by periods.first_on, periods.period_id) as place,
        coalesce(periods.first_on <= claims.end_on and periods.last_on >= claims.start_on, false) as is_within
    from claims
    inner join periods on claims.target = periods.period_kind
),

kept as (
    select
        *,
        min(first_on) over (partition by claim_id, name) as campaign_from,
        max(last_on) over (partition by claim_id, name) as campaign_to
    from paired
    where {{ claim_meets_period() }}
),

-- Of several campaigns at the time, the one whose days fit best.
placed as (
    select
        *,
        rank() over (
            partition by claim_id
            order by
                abs({{ days_between('start_on', 'campaign_from') }}) + abs({{ days_between('end_on', 'campaign_to') }}),
                name
        ) as fit
    from kept
),

final as (
    select
        claim_id,
        period_id,
        period_kind,
        first_on,
        last_on,
        name,
        occurrences,
        is_within,
        row_uid
    from placed
    where comparison <> 'spans' or fit = 1
)

select * from final
