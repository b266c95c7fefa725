with

clues as (
    select
        *,
        coalesce(org_id, org_name) as unit_key,
        {{ days_between('received_on', 'least(disposed_on, ' ~ known_until() ~ ')') }} as days
    from {{ ref('int_discipline__clues') }}
    where received_on <= {{ known_until() }}
),

usual as (
    select {{ median_of('days') }} as days
    from clues
    where field <> 'rural_harm' and disposed_on is not null
    having count(*) >= {{ parameter('least_others') }}
),

final as (
    select
        'D03.2' as indicator_id,
        'clue' as subject_type,
        clues.unit_key || '/' || clues.clue_no as subject_id,
        max(clues.org_id) as org_id,
        min(clues.received_on) as period_start,
        max(clues.disposed_on) as period_end,
        null as amount_cny,
        null as score,
        {{ gathered_rows('clues.row_uid') }} as evidence,
        {{ detail({
            'subject': 'max(clues.clue_no)',
            'unit': 'max(clues.org_name)',
            'received_on': 'min(clues.received_on)',
            'disposed_on': 'max(clues.disposed_on)',
            'days': 'max(clues.days)',
            'usual_days': 'cast(round(max(usual.days)) as integer)'
        }) }} as detail
    from clues
    inner join usual on clues.days > usual.days
    where clues.field = 'rural_harm' and not coalesce({{ fits('clues.note', "'延长'") }}, false)
    group by clues.unit_key, clues.clue_no
)

select * from final
