with

cases as (select distinct coalesce(org_id, org_name) as unit_key from {{ ref('int_discipline__cases') }}),

-- Letters of one and the same source are one clue.
clues as (
    select
        *,
        coalesce(org_id, org_name) as unit_key,
        coalesce(source_no, clue_no) as matter_no
    from {{ ref('int_discipline__clues') }}
),

-- Every clue opens a window; a unit is reported once, with the first window that is full.
windows as (
    select
        first.unit_key,
        first.received_on as opened_on,
        max(later.received_on) as last_on,
        max(later.org_id) as org_id,
        max(later.org_name) as unit,
        count(distinct later.matter_no) as clues,
        {{ gathered_rows('later.row_uid') }} as evidence
    from clues as first
    inner join clues as later
        on
            first.unit_key = later.unit_key
            and {{ days_between('first.received_on', 'later.received_on') }}
            between 0 and {{ parameter('window_days') }}
    group by first.unit_key, first.row_uid, first.received_on
    having count(distinct later.matter_no) >= {{ parameter('least_clues') }}
),

ranked as (
    select
        windows.*,
        row_number() over (partition by windows.unit_key order by windows.opened_on, windows.clues desc) as place
    from windows
    left join cases on windows.unit_key = cases.unit_key
    where cases.unit_key is null
),

final as (
    select
        'D03.5' as indicator_id,
        'organisation' as subject_type,
        unit_key as subject_id,
        org_id,
        opened_on as period_start,
        last_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'unit',
            'clues': 'clues',
            'first_on': 'opened_on',
            'last_on': 'last_on'
        }) }} as detail
    from ranked
    where place = 1
)

select * from final
