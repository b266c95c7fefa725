with

flagged as (select * from {{ ref('fct_flag') }}),

indicators as (select * from {{ ref('dim_indicator') }}),

observed as (select * from {{ ref('int_findings__observed') }}),

marks as (select * from {{ ref('int_marks__in_force') }}),

exceptions as (select * from {{ ref('int_exceptions__in_force') }}),

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

-- A finding of an earlier week stays on the list when it is gone, as it was last shown.
followed as (
    select
        {%- for column in [
            'finding_id', 'indicator_id', 'subject_type', 'subject_id', 'org_id', 'period_start', 'period_end',
            'amount_cny', 'score', 'evidence', 'detail'
        ] %}
        case
            when flagged.finding_id is not null then flagged.{{ column }} else observed.{{ column }}
        end as {{ column }},
        {%- endfor %}
        flagged.finding_id is not null as is_flagged,
        coalesce(observed.first_seen_week, weeks.week_id) as first_seen_week,
        case when flagged.finding_id is not null then weeks.week_id else observed.last_seen_week end as last_seen_week,
        coalesce(observed.weeks_seen, 0) + case when flagged.finding_id is not null then 1 else 0 end as weeks_seen,
        observed.was_seen_last
    from flagged
    full outer join observed on flagged.finding_id = observed.finding_id
    cross join weeks
),

named as (
    select
        *,
        'YD-' || {{ short_hash("subject_type || '|' || subject_id") }} as lead_id
    from followed
),

final as (
    select
        named.finding_id,
        named.lead_id,
        named.indicator_id,
        indicators.family,
        named.subject_type,
        named.subject_id,
        {{ json_text('named.detail', 'subject') }} as subject_name,
        named.org_id,
        named.period_start, named.period_end,
        named.amount_cny,
        named.score,
        named.evidence, named.detail,
        case
            when not named.is_flagged then 'cleared'
            when exceptions.finding_id is not null then 'excepted'
            when named.was_seen_last is null then 'new'
            when named.was_seen_last then 'open'
            else 'returned'
        end as status,
        named.first_seen_week,
        named.last_seen_week,
        named.weeks_seen,
        exceptions.reason as exception_reason,
        exceptions.valid_to as exception_until,
        coalesce(own.verdict, whole.verdict) as verdict,
        coalesce(own.row_uid, whole.row_uid) as mark_row_uid
    from named
    left join indicators on named.indicator_id = indicators.indicator_id
    left join exceptions on named.finding_id = exceptions.finding_id
    left join marks as own on named.finding_id = own.lead_id
    -- A verdict on a lead speaks of what the lead held when it was given, not of what the subject will do.
    left join marks as whole
        on named.lead_id = whole.lead_id and named.first_seen_week <= {{ iso_week_id('whole.marked_on') }}
)

select * from final
