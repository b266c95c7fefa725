with

-- Small works may take a simplified path, which the remark names.
tenders as (
    select *
    from {{ ref('int_tenders__listed') }}
    where awarded_on is not null and not coalesce({{ fits('note', "'简易程序'") }}, false)
),

gates as (
    {%- for gate in range(1, 10) %}
    select
        row_uid,
        {{ gate }} as gate,
        gate_{{ gate }}_on as passed_on
    from tenders
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

judged as (
    select
        *,
        passed_on is null as is_missing,
        coalesce(passed_on < max(passed_on) over (
            partition by row_uid order by gate rows between unbounded preceding and 1 preceding
        ), false) as is_early
    from gates
    where gate <= {{ parameter('gates') }}
),

faults as (
    select
        row_uid,
        {{ count_where('is_missing') }} as missing,
        {{ count_where('is_early') }} as early,
        min(gate) as first_gate
    from judged
    where is_missing or is_early
    group by row_uid
),

final as (
    select
        'L06.1' as indicator_id,
        'tender' as subject_type,
        tenders.tender_id as subject_id,
        tenders.org_id,
        tenders.awarded_on as period_start,
        tenders.awarded_on as period_end,
        tenders.award_cny as amount_cny,
        null as score,
        {{ row_list(['tenders.row_uid']) }} as evidence,
        {{ detail({
            'subject': 'tenders.tender_id',
            'project': 'tenders.project_name',
            'unit': 'tenders.org_name',
            'awarded_on': 'tenders.awarded_on',
            'missing': 'faults.missing',
            'early': 'faults.early',
            'first_gate': 'faults.first_gate'
        }) }} as detail
    from tenders
    inner join faults on tenders.row_uid = faults.row_uid
)

select * from final
