with

loads as (select * from {{ ref('int_loads__effective') }}),

visits as (select * from {{ ref('stg_ledger__undercover_visits') }}),

names as (select * from {{ ref('int_organisations__named') }}),

delivered as (
    {{
        effective_rows(
            'visits',
            ['visit_no', 'visited_on', 'site', 'finding_no', 'finding', 'person_name_token'],
            has_round=false
        )
    }}
),

known as (
    select
        *,
        {{ fold_name('site') }} as site_key,
        coalesce(finding_no, finding, finding_kind) is not null as is_finding
    from delivered
    where visited_on <= known_until
),

final as (
    select
        known.week_id,
        known.visit_no || '/' || {{ as_text('known.visited_on') }} as visit_id,
        row_number() over (
            partition by known.week_id, known.visit_no, known.visited_on order by known.row_uid
        ) as place_in_visit,
        row_number() over (
            partition by known.week_id, known.site_key order by known.visited_on, known.row_uid
        ) as place_at_site,
        known.visited_on,
        {{ iso_week_id('known.visited_on') }} as visited_week_id,
        coalesce(known.kind, 'unstated') as kind,
        known.is_unannounced,
        known.holiday,
        known.site,
        known.site_kind,
        coalesce(names.name, known.unit) as unit,
        names.org_id,
        known.finding_kind,
        known.is_finding,
        max(case when known.is_finding then 1 else 0 end) over (
            partition by known.week_id, known.visit_no, known.visited_on
        ) = 1 as has_visit_finding,
        known.is_finding and coalesce(known.disposed_on <= known.known_until, false) as is_disposed,
        known.clue_no,
        known.row_uid
    from known
    left join names on known.week_id = names.week_id and names.match_key = {{ fold_name('known.unit') }}
)

select * from final
