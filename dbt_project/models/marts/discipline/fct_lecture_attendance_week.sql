with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

sheets as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_discipline__education_attendances') }}),

delivered as (
    {{
        effective_rows(
            'sheets',
            ['title', 'held_on', 'batch_no', 'unit', 'cadre_name', 'id_card_token'],
            has_round=false
        )
    }}
),

lectures as (
    select week_id, title, held_on, min(row_uid) as row_uid
    from {{ ref('fct_education_event_week') }}
    where kind = 'lecture'
    group by week_id, title, held_on
),

-- Of several batches one is enough; who makes up for it later has come, too.
ranked as (
    select
        delivered.*,
        lectures.row_uid as event_row_uid,
        coalesce(delivered.attendance in ('present', 'late'), false)
        or coalesce(delivered.made_up_on <= delivered.known_until, false) as has_come,
        row_number() over (
            partition by
                delivered.week_id, delivered.title,
                coalesce(delivered.id_card_token, {{ fold_name('delivered.cadre_name') }} || delivered.match_key)
            order by
                delivered.attendance in ('present', 'late') desc nulls last, delivered.made_up_on nulls last,
                delivered.row_uid
        ) as place
    from delivered
    inner join lectures
        on
            delivered.week_id = lectures.week_id
            and delivered.title = lectures.title
            and delivered.held_on = lectures.held_on
),

final as (
    select
        ranked.week_id,
        ranked.title,
        ranked.held_on,
        ranked.batch_no,
        coalesce(names.name, ranked.unit) as unit,
        names.org_id,
        ranked.level,
        ranked.has_come,
        ranked.row_uid,
        ranked.event_row_uid
    from ranked
    left join names on ranked.week_id = names.week_id and ranked.match_key = names.match_key
    where ranked.place = 1
)

select * from final
