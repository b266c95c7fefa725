with

loads as (select * from {{ ref('int_loads__effective') }}),

names as (select * from {{ ref('int_organisations__named') }}),

activities as (select *, {{ fold_name('unit') }} as match_key from {{ ref('stg_party__organisation_activities') }}),

delivered as (
    {{
        effective_rows(
            'activities',
            ['unit', 'branch', 'kind', 'held_on', 'start_at', 'theme'],
            has_round=false
        )
    }}
),

final as (
    select
        delivered.week_id,
        coalesce(names.name, delivered.unit) as unit,
        names.org_id,
        delivered.branch,
        {{ fold_name('delivered.branch') }} as branch_key,
        {{ fold_name("coalesce(delivered.reporting_unit, '')") }} as sender_key,
        delivered.kind,
        delivered.held_on,
        delivered.kind = 'theme_day' and extract(day from delivered.held_on) = 28 as is_on_28,
        coalesce({{ as_date('delivered.uploaded_at') }} <= delivered.known_until, false) as is_uploaded,
        delivered.expected_count,
        delivered.attended_count,
        {{ as_date('delivered.as_of') }} as told_until_on,
        delivered.row_uid
    from delivered
    left join names on delivered.week_id = names.week_id and delivered.match_key = names.match_key
    where delivered.held_on <= delivered.known_until
)

select * from final
