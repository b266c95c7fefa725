with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

edges as (
    select
        edges.*,
        weeks.known_until,
        extract(year from weeks.known_until) as letter_year,
        cast(extract(year from weeks.known_until) || '-01-01' as date) as year_on
    from {{ ref('fct_responsibility_edge_week') }} as edges
    inner join weeks on edges.week_id = weeks.week_id
),

letters as (select * from {{ ref('int_ledger__responsibility_letters') }}),

due as (
    select
        *,
        {{ add_days('year_on', parameter('days_into_year')) }} as due_on
    from edges
),

-- A letter signed together with a neighbour names both: in the neighbour's letter, by its remark.
joint as (
    select distinct due.org_id, due.topic
    from due
    inner join letters
        on
            due.letter_year = letters.year
            and due.topic = coalesce(letters.topic, 'other')
            and letters.note like '%与' || due.unit || '%合签%'
),

final as (
    select
        'L10.1' as indicator_id,
        'letter' as subject_type,
        due.org_id || '/' || due.topic || '/' || {{ as_text('due.letter_year') }} as subject_id,
        due.org_id,
        due.due_on as period_start,
        due.signed_on as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['due.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'due.unit',
            'year': 'due.letter_year',
            'topic': 'due.topic',
            'due_on': 'due.due_on',
            'signed_on': 'due.signed_on'
        }) }} as detail
    from due
    left join joint on due.org_id = joint.org_id and due.topic = joint.topic
    where
        joint.org_id is null
        and due.due_on < due.known_until
        and coalesce(due.signed_on > due.due_on, true)
)

select * from final
