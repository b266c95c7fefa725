with

-- Where there was nothing but documents to look at, the desk is the place: the remark says so.
batches as (
    select
        lookback_no,
        min(coalesce(started_on, ended_on)) as started_on,
        max(ended_on) as ended_on,
        min(team) as team,
        count(*) as matters,
        {{ count_where("verdict = 'held'") }} as held,
        {{ count_where('visited_on is not null or evidence_no is not null') }} as proven,
        {{ gathered_rows('row_uid') }} as evidence
    from {{ ref('int_ledger__lookbacks') }}
    where not coalesce({{ fits('note', "'制度文件'") }}, false)
    group by lookback_no
),

final as (
    select
        'L03.3' as indicator_id,
        'review' as subject_type,
        lookback_no as subject_id,
        null as org_id,
        started_on as period_start,
        ended_on as period_end,
        null as amount_cny,
        null as score,
        evidence,
        {{ detail({
            'subject': 'lookback_no',
            'team': 'team',
            'started_on': 'started_on',
            'ended_on': 'ended_on',
            'matters': 'matters'
        }) }} as detail
    from batches
    where held = matters and proven = 0 and matters >= {{ parameter('least_matters') }}
)

select * from final
