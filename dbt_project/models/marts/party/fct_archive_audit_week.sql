with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

audits as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__archive_audits') }}),

delivered as (
    {{
        effective_rows(
            'audits',
            ['unit', 'cadre_name', 'id_card_token', 'audit_round', 'aspect', 'earliest_document'],
            has_round=false
        )
    }}
),

audited as (
    select
        *,
        coalesce(id_card_token, {{ fold_name('cadre_name') }} || match_key) as cadre_key,
        coalesce(is_conflicting, false)
        or coalesce(missing_count, case when missing_documents <> '无' then 1 end, 0) > 0 as has_defect
    from delivered
    where audited_on <= known_until
),

-- A defect found again in a later round is the same one.
ranked as (
    select
        *,
        has_defect
        and dense_rank() over (
            partition by week_id, cadre_key, aspect, has_defect order by audited_on desc, audit_round desc
        ) = 1 as is_defective,
        row_number() over (partition by week_id, aspect order by audited_on, row_uid) as aspect_place
    from audited
),

final as (
    select
        ranked.week_id,
        coalesce(names.name, ranked.unit) as unit,
        names.org_id,
        ranked.cadre_key,
        ranked.audit_round,
        ranked.aspect,
        ranked.audited_on,
        ranked.is_defective,
        ranked.is_defective and coalesce(ranked.fixed_on <= ranked.known_until, false) as is_fixed,
        ranked.aspect_place = 1 as is_first_of_aspect,
        ranked.row_uid
    from ranked
    left join names on ranked.week_id = names.week_id and ranked.match_key = names.match_key
)

select * from final
