with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

plans as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__study_plans') }}),

organisations as (select * from {{ ref('dim_org') }}),

sessions as (select * from {{ ref('int_study_sessions__weekly') }}),

delivered as (
    {{
        effective_rows(
            'plans',
            ['unit', 'year', 'topic_no', 'topic', 'planned_from_on', 'form'],
            has_round=false
        )
    }}
),

studied as (
    select week_id, unit_id, topic_key, min(held_on) as first_on, {{ first_by('row_uid', 'held_on') }} as row_uid
    from sessions
    group by week_id, unit_id, topic_key
),

-- Branches of villages study on their theme days, which are counted as organisation life.
placed as (
    select
        delivered.*,
        coalesce(names.name, delivered.unit) as unit_name,
        names.org_id,
        {{ fold_title('delivered.topic') }} as topic_key,
        coalesce(organisations.kind not in ('village', 'community'), true) as is_of_study_group,
        studied.first_on,
        studied.row_uid as session_row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    left join organisations on names.org_id = organisations.org_id
    left join studied
        on
            delivered.week_id = studied.week_id
            and coalesce(names.org_id, delivered.match_key) = studied.unit_id
            and {{ fold_title('delivered.topic') }} = studied.topic_key
),

asked as (select distinct week_id from sessions),

final as (
    select
        placed.week_id,
        placed.unit_name as unit,
        placed.org_id,
        placed.year,
        placed.topic_no,
        placed.topic,
        placed.planned_to_on,
        placed.is_of_study_group,
        placed.is_of_study_group and coalesce(placed.planned_to_on <= placed.known_until, false) as is_due,
        placed.first_on as studied_on,
        placed.session_row_uid is not null as is_studied,
        placed.is_of_study_group
        and placed.session_row_uid is not null
        and row_number() over (
            partition by placed.week_id, placed.topic_key
            order by placed.is_of_study_group desc, placed.first_on, placed.row_uid
        ) = 1 as is_first_of_topic,
        placed.row_uid,
        placed.session_row_uid
    from placed
    inner join asked on placed.week_id = asked.week_id
)

select * from final
