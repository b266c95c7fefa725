with

reviews as (
    select *, coalesce(org_id, village) as village_id
    from {{ ref('int_household_reviews__assessed') }}
    where is_last and decision = 'keep' and scheme = 'minimum_living' and line_cny is not null
),

-- An income imputed by one standard recurs to the yuan; what somebody steers under the line does not.
counted as (
    select
        *,
        per_capita_income_cny >= line_cny * (1 - {{ parameter('band') }})
        and per_capita_income_cny < line_cny
        and count(*) over (partition by village_id, per_capita_income_cny) < {{ parameter('same_income') }}
            as is_just_below
    from reviews
),

villages as (
    select
        village_id,
        min(org_id) as org_id,
        min(village) as village,
        min(visited_on) as first_on,
        max(visited_on) as last_on,
        count(*) as households,
        {{ count_where('is_just_below') }} as just_below,
        {{ gathered_rows('case when is_just_below then row_uid end') }} as evidence
    from counted
    group by village_id
),

final as (
    select
        'H01.6' as indicator_id,
        'organisation' as subject_type,
        village_id as subject_id,
        org_id,
        first_on as period_start,
        last_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'village',
            'first_on': 'first_on',
            'last_on': 'last_on',
            'households': 'households',
            'just_below': 'just_below',
            'share': 'round(just_below * 1.0 / households, 4)',
            'band': parameter('band')
        }) }} as detail
    from villages
    where
        households >= {{ parameter('min_households') }}
        and just_below > households * {{ parameter('share') }}
)

select * from final
