with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

cadres as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__cadres') }}),

traces as (
    select week_id, 'audit' as kind, cadre_key as person_key, row_uid from {{ ref('fct_archive_audit_week') }}
    union all
    select week_id, 'talk' as kind, person_key, row_uid from {{ ref('int_integrity_talks__keyed') }}
),

delivered as (
    {{
        effective_rows(
            'cadres',
            ['cadre_name', 'id_card_token', 'unit', 'post', 'valid_from'],
            has_round=false
        )
    }}
),

-- One row a person, however many posts.
serving as (
    select
        *,
        row_number() over (
            partition by week_id, coalesce(id_card_token, {{ fold_name('cadre_name') }} || match_key)
            order by level, valid_from desc nulls last, row_uid desc
        ) as place
    from delivered
    where
        coalesce(valid_from <= known_until, true)
        and coalesce(valid_to >= known_until, true)
        and coalesce(status not in ('retired', 'left'), true)
),

keyed as (
    select week_id, row_uid, id_card_token as person_key from serving where place = 1
    union all
    select week_id, row_uid, {{ fold_name('cadre_name') }} || match_key as person_key from serving where place = 1
),

found as (
    select
        keyed.week_id,
        keyed.row_uid,
        min(case when traces.kind = 'audit' then traces.row_uid end) as audit_row_uid,
        min(case when traces.kind = 'talk' then traces.row_uid end) as talk_row_uid
    from keyed
    inner join traces on keyed.week_id = traces.week_id and keyed.person_key = traces.person_key
    group by keyed.week_id, keyed.row_uid
),

asked as (select week_id, max(kind) as last_kind, min(kind) as first_kind from traces group by week_id),

final as (
    select
        serving.week_id,
        serving.cadre_name,
        coalesce(names.name, serving.unit) as unit,
        names.org_id,
        serving.level,
        case when asked.first_kind = 'audit' then found.audit_row_uid is not null end as is_audited,
        case when asked.last_kind = 'talk' then found.talk_row_uid is not null end as is_talked,
        serving.row_uid,
        found.audit_row_uid,
        found.talk_row_uid
    from serving
    left join names on serving.week_id = names.week_id and serving.match_key = names.match_key
    left join found on serving.week_id = found.week_id and serving.row_uid = found.row_uid
    left join asked on serving.week_id = asked.week_id
    where serving.place = 1
)

select * from final
