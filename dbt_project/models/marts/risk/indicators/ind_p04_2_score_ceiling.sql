with

-- An indicator that asks for the least of all is called so in the remark.
scores as (
    select
        *,
        coalesce(indicator_no, indicator) as indicator_key,
        score >= {{ parameter('high_share') }} * max_score as is_high,
        coalesce({{ fits('note', "'底线'") }}, false) as is_minimum
    from {{ ref('int_party__assessment_scores') }}
    where max_score > 0 and score is not null
),

rated as (
    select
        year,
        indicator_key,
        min(indicator) as indicator,
        min(scored_by) as scored_by,
        max(scored_on) as scored_on,
        count(*) as units,
        {{ count_where('is_high') }} as units_high,
        {{ gathered_rows('case when is_high then row_uid end') }} as evidence
    from scores
    group by year, indicator_key
    having {{ count_where('is_minimum') }} = 0
),

final as (
    select
        'P04.2' as indicator_id,
        'other' as subject_type,
        {{ as_text('year') }} || '/' || indicator_key as subject_id,
        cast(null as varchar) as org_id,
        {{ as_date(as_text('year') ~ " || '-01-01'") }} as period_start,
        scored_on as period_end,
        null as amount_cny,
        units_high * 1.0 / units as score,
        evidence,
        {{ detail({
            'subject': 'indicator',
            'year': as_text('year'),
            'scored_by': 'scored_by',
            'units': 'units',
            'units_high': 'units_high',
            'share': 'units_high * 1.0 / units'
        }) }} as detail
    from rated
    where
        units >= {{ parameter('least_units') }}
        and units_high >= {{ parameter('unit_share') }} * units
)

select * from final
