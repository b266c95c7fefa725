with

reviews as (select * from {{ ref('int_household_reviews__assessed') }}),

hits as (select * from {{ ref('int_household__match_hits') }}),

-- What a comparison with registers has confirmed speaks against staying, whatever the income.
confirmed as (
    select household_no, min(verified_on) as verified_on, {{ gathered_rows('row_uid') }} as evidence
    from hits
    where roll = 'welfare' and verdict in ('confirmed', 'removed')
    group by household_no
),

judged as (
    select
        reviews.*,
        confirmed.verified_on,
        coalesce(confirmed.evidence, {{ row_list(['reviews.row_uid']) }}) as hit_evidence
    from reviews
    left join confirmed
        on
            reviews.household_no = confirmed.household_no
            and confirmed.verified_on <= reviews.visited_on
            and reviews.decision = 'keep'
    where reviews.is_last and reviews.scheme = 'minimum_living'
),

-- Who died or gave the benefit up in writing leaves it whatever the income.
final as (
    select
        'H01.5' as indicator_id,
        'household' as subject_type,
        home_key as subject_id,
        org_id,
        visited_on as period_start,
        visited_on as period_end,
        null as amount_cny,
        null as score,
        {{ joined_rows(row_list(['row_uid']), 'hit_evidence') }} as evidence,
        {{ detail({
            'subject': 'householder_name_masked',
            'household_no': 'household_no',
            'village': 'village',
            'visited_on': 'visited_on',
            'decision': 'decision',
            'reason': 'reason',
            'income': 'round(net_income_cny, 2)',
            'line': 'line_cny',
            'verified_on': 'verified_on'
        }) }} as detail
    from judged
    where
        (decision = 'keep' and (net_income_cny >= line_cny or verified_on is not null))
        or (
            decision = 'exit' and net_income_cny < line_cny
            and not coalesce({{ fits('reason', "'死亡|去世|书面.*放弃'") }}, false)
        )
)

select * from final
