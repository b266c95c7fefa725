with

hits as (
    select *, coalesce(org_id, village) as village_id
    from {{ ref('int_household__match_hits') }}
),

villages as (
    select
        village_id,
        min(org_id) as org_id,
        min(village) as village,
        min(hit_on) as first_on,
        max(coalesce(verified_on, hit_on)) as last_on,
        count(*) as hits,
        {{ count_where("verdict = 'cleared'") }} as cleared,
        count(distinct source) as sources,
        {{ gathered_rows('row_uid') }} as evidence
    from hits
    group by village_id
),

-- What the others clear between them, without the village that is compared.
compared as (
    select
        *,
        (sum(cleared) over () - cleared) * 1.0 / nullif(sum(hits) over () - hits, 0) as peer_share
    from villages
),

-- One bad source may be wrong throughout; several sources are not.
final as (
    select
        'H03.4' as indicator_id,
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
            'hits': 'hits',
            'sources': 'sources',
            'peer_share': 'round(peer_share, 4)'
        }) }} as detail
    from compared
    where
        cleared = hits
        and hits >= {{ parameter('min_hits') }}
        and sources > 1
        and peer_share < {{ parameter('peer_share') }}
)

select * from final
