with

matched as (select * from {{ ref('int_claims__matched') }}),

weeks as (select * from {{ ref('dim_week') }} where is_current),

tasks as (
    select task_id, task_no, org_id
    from {{ ref('fct_task_week') }}
    where week_id in (select week_id from weeks)
),

metrics as (select * from {{ ref('fct_metric') }} where week_id in (select week_id from weeks)),

kinds as (select distinct period_kind from {{ ref('fct_period') }}),

periods as (
    select
        claim_id,
        min(first_on) as first_on,
        max(last_on) as last_on,
        {{ days_between('min(first_on)', 'max(last_on)') }} + 1 as days,
        count(*) as periods,
        {{ count_where('is_within') }} as periods_within
    from {{ ref('fct_claim_period') }}
    group by claim_id
),

claims as (
    select
        matched.*,
        weeks.week_id,
        coalesce(matched.item_no, tasks.task_no) as place_no,
        case when matched.source = 'ledger' then coalesce(tasks.org_id, 'unassigned') else 'all' end as org_id,
        case
            when matched.is_approximate and matched.comparison = 'equals'
                then case when {{ fits('matched.quote', "'(?:近|约)[0-9]|左右'") }} then 'about' else 'at_least' end
            else matched.comparison
        end as compared_as,
        not {{ fits('matched.quote', "'[0-9](?:日|号)'") }} as is_vague
    from matched
    cross join weeks
    left join tasks on matched.source = 'ledger' and matched.task_id = tasks.task_id
),

compared as (
    select
        claims.*,
        case
            when claims.compared_as in ('all', 'not_all') then 1
            when claims.compared_as = 'none' then 0
            -- Nought to hold it against is nothing to hold it against.
            when claims.against is not null
                then nullif(against.value, 0) * case when claims.kind = 'list' then claims.value else 1 end
            else coalesce(claims.stated, claims.value)
        end as stated_value,
        case
            when claims.part = 'numerator' then metrics.numerator
            when claims.compared = 'metric' then metrics.value
            when kinds.period_kind is null then null
            when claims.compared_as = 'lasts' then periods.days
            when claims.compared_as = 'spans' then coalesce(periods.periods_within, 0)
            else coalesce(periods.periods, 0)
        end as recomputed,
        case when claims.compared = 'period' then periods.first_on end as recomputed_from,
        case when claims.compared = 'period' then periods.last_on end as recomputed_to
    from claims
    left join metrics
        on claims.compared = 'metric' and claims.target = metrics.metric_id and claims.org_id = metrics.org_id
    left join metrics as against on claims.against = against.metric_id and claims.org_id = against.org_id
    left join kinds on claims.compared = 'period' and claims.target = kinds.period_kind
    left join periods on claims.claim_id = periods.claim_id
),

{{ claim_judged('compared') }}

select * from final
