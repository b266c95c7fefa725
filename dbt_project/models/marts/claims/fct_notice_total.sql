with

claims as (select * from {{ ref('fct_notice_claim') }}),

items as (select * from {{ ref('fct_notice_item') }}),

documents as (select * from {{ ref('fct_notice_document') }}),

tasks as (
    select *
    from {{ ref('fct_task_week') }}
    where week_id in (select week_id from {{ ref('dim_week') }} where is_current)
),

institutions as (select * from {{ ref('fct_institution') }}),

loads as (select * from {{ ref('int_loads__effective') }} where is_current and dataset = 'notice.claims'),

rounds as (select * from {{ ref('dim_round') }}),

-- A notice names no round: once two rounds have been fed back, nothing says which of them it speaks of.
certainty as (
    select count(distinct rounds.round_code) < 2 as is_one_round
    from rounds
    inner join loads on rounds.feedback_on <= {{ as_date('loads.as_of') }}
),

-- A notice repeats its totals; the first print is the one that is judged.
stated as (
    select
        *,
        row_number() over (partition by kind order by span_start, claim_id) as print_no
    from claims
    where kind in ('tasks', 'measures', 'institutions') and value is not null
),

printed as (
    select 'tasks' as kind, {{ count_where('not coalesce(is_inferred, false)') }} as printed from items
    union all
    select 'measures' as kind, coalesce(sum(measures_printed), 0) as printed from items
    union all
    select 'institutions' as kind, count(*) as printed from documents
),

-- An empty ledger cannot contradict a notice, so its kinds are missing here rather than nought.
recorded as (
    select 'tasks' as kind, round_code, count(*) as recorded from tasks group by round_code
    union all
    select 'measures' as kind, round_code, sum(measures) as recorded
    from tasks
    group by round_code
    having sum(measures) > 0
    union all
    select 'institutions' as kind, round_code, count(*) as recorded
    from institutions where change <> 'withdrawn' group by round_code
),

final as (
    select
        stated.kind,
        cast(stated.value as double) as stated,
        cast(printed.printed as double) as printed,
        cast(recorded.recorded as double) as recorded,
        cast(stated.value as double) - recorded.recorded as difference,
        case
            when recorded.recorded is null then '无法核实'
            when recorded.recorded = stated.value then '属实'
            else '不符'
        end as verdict,
        stated.quote,
        stated.row_uid
    from stated
    cross join certainty
    left join printed on stated.kind = printed.kind
    left join recorded
        on stated.kind = recorded.kind and stated.round_code = recorded.round_code and certainty.is_one_round
    where stated.print_no = 1
)

select * from final
